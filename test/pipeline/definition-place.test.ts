import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, DefaultStackSynthesizer, Fn, Lazy, Stack, Token, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../../lambda/write-definition/compose';
import type { DefinitionParts } from '../../lib/core/contract';
import { CustomStep, DefinitionPlace, FailStep, Pipeline, PipelineDefinitionWriter, type PipelineProps } from '../../lib/pipeline';
import { cut, withMarkedNumbers } from '../../lib/pipeline/private/definition-parts';
import { text } from '../support/reading';
import { definitionOf, mistakesOf, newStack, propertiesOf, refusal, wholePipeline } from './support';

const TYPE = 'Custom::SageMakerPipelineDefinition';

const end = (size: number, name = 'End') => new FailStep(name, { message: 'x'.repeat(size) });

function placed(definition: DefinitionPlace | undefined, size: number, stack = newStack()): Stack {
  const pipeline = new Pipeline(stack, 'Training', { definition });
  pipeline.addSteps(end(size));
  return stack;
}

const isInS3 = (stack: Stack) => 'PipelineDefinitionS3Location' in propertiesOf(stack, 'AWS::SageMaker::Pipeline')[0].PipelineDefinition;

/** The uploaded text, and the definition that a deployment makes of it. */
function deployed(stack: Stack, valueOf: (value: unknown) => string = () => 'filled in') {
  const [{ Properties: { Source } }] = Object.values(Template.fromStack(stack).findResources(TYPE));
  const key = /\/(sagemaker-pipelines\/[0-9a-f]{64})\.json$/.exec(text(Source.Uri))![1];
  const { outdir } = stack.node.root as unknown as { outdir: string };
  const parts = JSON.parse(readFileSync(join(outdir, `asset.${key.split('/')[1]}.json`), 'utf8')) as DefinitionParts;
  const values = (Source.Values ?? []) as unknown[];
  return { key, parts, values, definition: JSON.parse(compose(parts, values.map(valueOf))) as Record<string, any> };
}

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'definition-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));
const stackIn = (props = {}) => new Stack(new App({ outdir }), 'Shop', props);

describe('the place', () => {
  test.each<[string, DefinitionPlace | undefined, number, boolean]>([
    ['least code, small', undefined, 1_000, false],
    ['least code, large', undefined, 110_000, true],
    ['automatic, just not large', DefinitionPlace.automatic(), 102_400 - 120, false],
    ['automatic, just large', DefinitionPlace.automatic(), 102_400, true],
    ['template, large', DefinitionPlace.inTemplate(), 200_000, false],
    ['S3, small', DefinitionPlace.inS3(), 10, true],
  ])('of a definition: %s', (_, definition, size, expected) => {
    expect(isInS3(placed(definition, size))).toBe(expected);
  });

  test('is found while steps are added one by one, and where they lie in branches or parameters make it large', () => {
    const stack = newStack();
    const pipeline = new Pipeline(stack, 'Training');
    for (let n = 0; n < 4; n++) {
      expect(stack.node.tryFindChild('SageMakerPipelineDefinitions')).toBeUndefined();
      pipeline.addSteps(end(30_000, `End${n}`));
    }
    expect(stack.node.tryFindChild('SageMakerPipelineDefinitions')).toBeDefined();
    expect(isInS3(stack)).toBe(true);

    const other = newStack();
    const parameters = new Pipeline(other, 'Training');
    parameters.addSteps(end(1));
    for (let n = 0; n < 120; n++) {
      parameters.addStringParameter(`P${n}`, { defaultValue: 'x'.repeat(1_000) });
    }
    expect(isInS3(other)).toBe(true);
  });

  test('makes no difference to when a deployment starts a run', () => {
    const hashIn = (definition: DefinitionPlace) => {
      const stack = newStack();
      wholePipeline(stack, { definition }).startOnDeployment();
      return propertiesOf(stack, 'Custom::SageMakerPipelineRun')[0].RunHash as string;
    };
    expect(hashIn(DefinitionPlace.inS3())).toBe(hashIn(DefinitionPlace.inTemplate()));
  });
});

describe('a definition in S3', () => {
  const inS3 = (stack: Stack, props: PipelineProps = {}) => wholePipeline(stack, { definition: DefinitionPlace.inS3(), ...props });

  test('is written before the pipeline, which refers to what was written', () => {
    const stack = stackIn();
    const pipeline = inS3(stack);
    const [id] = Object.keys(Template.fromStack(stack).findResources(TYPE));
    const bucket = stack.resolve(pipeline.artifacts.bucketName) as unknown;
    expect(propertiesOf(stack, 'AWS::SageMaker::Pipeline')[0].PipelineDefinition).toEqual({
      PipelineDefinitionS3Location: { Bucket: bucket, Key: { 'Fn::GetAtt': [id, 'Key'] } },
    });
    expect(propertiesOf(stack, TYPE)[0]).toEqual({
      ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^SageMakerPipelineDefinitions/), 'Arn'] },
      Bucket: bucket,
      Prefix: `definitions/Shop/${pipeline.pipelineName}/`,
      Source: { Uri: expect.anything(), Values: expect.any(Array) },
    });
  });

  test('says, once it is deployed, what it says in a template', () => {
    const stack = stackIn();
    const pipeline = inS3(stack);
    const values = new Map<string, string>();
    const valueOf = (value: unknown): string => values.get(JSON.stringify(value)) ?? values.set(JSON.stringify(value), `<${values.size}>`).get(JSON.stringify(value))!;
    const { definition, values: filledIn } = deployed(stack, valueOf);
    const filled = (value: unknown): unknown => {
      if (Array.isArray(value)) {
        return value.map(filled);
      }
      if (typeof value !== 'object' || value === null) {
        return value;
      }
      const found = value as Record<string, any>;
      if (found['Fn::Join']?.[0] === '') {
        return found['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : valueOf(part))).join('');
      }
      return 'Ref' in found || Object.keys(found)[0]?.startsWith('Fn::') ? valueOf(value) : Object.fromEntries(Object.entries(found).map(([name, member]) => [name, filled(member)]));
    };
    expect(definition).toEqual(filled(definitionOf(pipeline)));
    expect(values.size).toBe(filledIn.length);
    expect(filledIn.length).toBeGreaterThan(3);
    expect(new Set(filledIn.map((value) => JSON.stringify(value))).size).toBe(filledIn.length);
  });

  test('takes texts, numbers, lists and lazy values from CloudFormation', () => {
    const stack = stackIn();
    const [text_, number, list] = ['String', 'Number', 'CommaDelimitedList'].map((type) => new CfnParameter(stack, type, { type }));
    const pipeline = new Pipeline(stack, 'Training', { definition: DefinitionPlace.inS3() });
    pipeline.addSteps(new CustomStep('A', {
      type: 'Training',
      arguments: {
        Text: `"${text_.valueAsString}"`, Number: number.valueAsNumber, List: list.valueAsList, Joined: Fn.join(',', list.valueAsList),
        Lazy: Lazy.any({ produce: () => ({ Inside: text_.valueAsString, Nothing: undefined }) }), Literal: Lazy.number({ produce: () => 7 }), Known: Token.asString('known'),
      },
    }));
    const values: Record<string, string> = { '{"Ref":"String"}': 'say "hi"\n\\', '{"Ref":"Number"}': '-3.5e2', '{"Ref":"CommaDelimitedList"}': ['a"', 'b'] as never };
    expect(deployed(stack, (value) => values[JSON.stringify(value)] ?? 'a",b').definition.Steps[0].Arguments).toEqual({
      Text: '"say "hi"\n\\"', Number: -350, List: ['a"', 'b'], Joined: 'a",b', Lazy: { Inside: 'say "hi"\n\\' }, Literal: 7, Known: 'known',
    });
  });

  test('waits for what other stacks make', () => {
    const app = new App({ outdir });
    const other = new Stack(app, 'Other');
    const key = new kms.Key(other, 'Key');
    const stack = new Stack(app, 'Shop');
    inS3(stack, { encryptionKey: key, artifacts: new s3.Bucket(stack, 'Bucket') });
    const { values } = deployed(stack);
    expect(JSON.stringify(values)).toContain('Fn::ImportValue');
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Other']);
    expect(propertiesOf(stack, TYPE)[0].EncryptionKeyArn).toEqual({ 'Fn::ImportValue': expect.stringContaining('Key') });
  });

  test('is uploaded under another name exactly when what is known of it changes', () => {
    const keyOf = (size: number) => {
      const own = mkdtempSync(join(outdir, 'own-'));
      return deployed(placed(DefinitionPlace.inS3(), size, new Stack(new App({ outdir: own }), 'Shop'))).key;
    };
    expect(keyOf(10)).toBe(keyOf(10));
    expect(keyOf(10)).not.toBe(keyOf(11));
  });

  test('shares the function with others of its stack', () => {
    const stack = stackIn();
    ['One', 'Two'].forEach((id) => new Pipeline(stack, id, { definition: DefinitionPlace.inS3() }).addSteps(end(1)));
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs(TYPE, 2);
  });

  test('is clean for cdk-nag', () => {
    const app = new App({ outdir });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    inS3(new Stack(app, 'Shop'));
    expect(() => app.synth()).not.toThrow();
  });

  test('fails with a writer of another stack, and takes one of its own with its settings', () => {
    const stack = stackIn();
    const writer = (scope: Stack) => new PipelineDefinitionWriter(scope, 'Writer', { encryptionKey: new kms.Key(scope, 'Key') });
    const withWriter = (each: PipelineDefinitionWriter, id: string) => () => new Pipeline(stack, id, { definition: DefinitionPlace.inS3({ writer: each }) });
    expect(refusal(withWriter(writer(new Stack(stack.node.root as App, 'Other')), 'A'))).toContain('DefinitionWriterElsewhere');
    withWriter(writer(stack), 'B')().addSteps(end(1));
    expect(propertiesOf(stack, 'AWS::Lambda::Function')).toEqual([expect.objectContaining({ KmsKeyArn: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] } })]);
  });
});

describe('permissions for a definition in S3', () => {
  /** Statements about S3 and keys, by the start of the role's logical id. */
  function statements(stack: Stack, role: string, pattern: RegExp): string[] {
    const policies = propertiesOf(stack, 'AWS::IAM::Policy').filter(({ Roles }) => Roles[0].Ref.startsWith(role));
    return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(({ Action }) => pattern.test([Action].flat().join()))
      .flatMap(({ Action, Resource }) => [Resource].flat().map((each) => `${[Action].flat().sort().join(' ')} on ${text(each)}`));
  }

  test('are to read uploads, and to write and delete below the prefix of the stack', () => {
    const stack = stackIn({ env: { account: '123456789012', region: 'eu-west-1' } });
    const artifacts = s3.Bucket.fromBucketName(stack, 'Given', 'given');
    new Pipeline(stack, 'Training', { artifacts, definition: DefinitionPlace.inS3() }).addSteps(end(1));
    expect(statements(stack, 'SageMakerPipelineDefinitions', /s3:|kms:/)).toEqual([
      's3:DeleteObject on arn:aws:s3:::given/definitions/Shop/*',
      's3:GetObject on arn:aws:s3:::cdk-hnb659fds-assets-123456789012-eu-west-1/sagemaker-pipelines/*',
      's3:PutObject on arn:aws:s3:::given/definitions/Shop/*',
    ]);
  });

  test('to delete one go with its pipeline, after it was deleted', () => {
    const resourcesOf = (ids: readonly string[]) => {
      const stack = stackIn();
      ids.forEach((id) => new Pipeline(stack, id, { definition: DefinitionPlace.inS3() }).addSteps(end(1)));
      return Template.fromStack(stack).toJSON().Resources as Record<string, any>;
    };
    const [before, after] = [resourcesOf(['One', 'Two']), resourcesOf(['Two'])];
    const [permission, definition] = [/^OneDefinitionCleanUp/, /^OneDefinition[0-9A-F]{8}$/].map((pattern) => Object.keys(before).find((id) => pattern.test(id))!);
    expect(before[permission].Properties.PolicyDocument.Statement).toEqual([
      { Action: 's3:DeleteObject', Effect: 'Allow', Resource: { 'Fn::Join': ['', [expect.anything(), '/definitions/Shop/*']] } },
    ]);
    expect(before[definition].DependsOn).toContain(permission);
    expect(Object.keys(after).filter((id) => id.startsWith('One'))).toEqual([]);
    expect(Object.keys(after)).toContain(before[permission].Properties.Roles[0].Ref);
  });

  test('include the key that encrypts it, and the pipeline may read its own', () => {
    const stack = stackIn();
    const encryptionKey = new kms.Key(stack, 'Key');
    const pipeline = new Pipeline(stack, 'Training', { encryptionKey, pipelineName: 'income', definition: DefinitionPlace.inS3() });
    pipeline.addSteps(end(1));
    const [key] = Object.keys(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    expect(statements(stack, 'SageMakerPipelineDefinitions', /kms:/)).toEqual([`kms:GenerateDataKey on <${key}.Arn>`]);
    expect(statements(stack, 'TrainingRole', /s3:GetObject/)).toContainEqual(expect.stringMatching(/\/definitions\/Shop\/income\/\*$/));
    expect(statements(stack, 'TrainingRole', /kms:Decrypt/).join()).toContain(`<${key}.Arn>`);
  });

  test('are not given where the definition is in the template', () => {
    expect(JSON.stringify(Template.fromStack(placed(undefined, 10)).toJSON())).not.toContain('definitions/');
  });

  test('reach uploads where the assets have a bucket and a prefix of their own', () => {
    const stack = stackIn({ synthesizer: new DefaultStackSynthesizer({ fileAssetsBucketName: 'ours', bucketPrefix: 'cdk/' }) });
    placed(DefinitionPlace.inS3(), 1, stack);
    expect(statements(stack, 'SageMakerPipelineDefinitions', /s3:GetObject/)).toEqual(['s3:GetObject on arn:aws:s3:::ours/cdk/sagemaker-pipelines/*']);
    expect(text(propertiesOf(stack, TYPE)[0].Source.Uri)).toMatch(/^s3:\/\/ours\/cdk\/sagemaker-pipelines\/[0-9a-f]{64}\.json$/);
  });
});

describe('what cannot fit is refused', () => {
  const foundIn = (definition: DefinitionPlace, ...sizes: number[]) => {
    const stack = newStack();
    return sizes.map((size, index) => {
      const pipeline = new Pipeline(stack, `P${index}`, { definition });
      pipeline.addSteps(end(size));
      return pipeline;
    }).flatMap(mistakesOf).join();
  };

  test.each([[1_047_000, 'accepted'], [1_049_000, 'PipelineDefinitionSize']])('a definition in S3 with %i characters is %s', (size, outcome) => {
    expect(foundIn(DefinitionPlace.inS3(), size) || 'accepted').toContain(outcome);
  });

  test('a definition is measured as it is, not as a template writes it', () => {
    const stack = newStack();
    const quoted = (size: number) => {
      const pipeline = new Pipeline(stack, `P${size}`, { definition: DefinitionPlace.inS3() });
      pipeline.addSteps(new FailStep('End', { message: '"'.repeat(size) }));
      return mistakesOf(pipeline).join() || 'accepted';
    };
    expect(quoted(520_000)).toBe('accepted');
    expect(quoted(525_000)).toContain('PipelineDefinitionSize');
  });

  test.each<[number[], string]>([
    [[999_000], 'accepted'],
    [[1_000_000], 'TemplateDefinitionsSize'],
    [[499_000, 499_000], 'accepted'],
    [[501_000, 501_000], 'TemplateDefinitionsSize'],
  ])('definitions of %p characters in a template are %s', (sizes, outcome) => {
    expect(foundIn(DefinitionPlace.inTemplate(), ...sizes) || 'accepted').toContain(outcome);
    expect(foundIn(DefinitionPlace.inS3(), ...sizes)).toBe('');
  });

  test('a pipeline that is wrong for itself is no reason to refuse another one', () => {
    const stack = newStack();
    const wrong = new Pipeline(stack, 'Wrong');
    wrong.addSteps(end(1), end(1));
    const right = new Pipeline(stack, 'Right');
    right.addSteps(end(1));
    expect(mistakesOf(wrong).join()).not.toBe('');
    expect(mistakesOf(right)).toEqual([]);
  });

  test.each([[400, 'accepted'], [401, 'PipelineDefinitionValues']])('%i values from CloudFormation are %s', (count, outcome) => {
    const stack = newStack();
    const pipeline = new Pipeline(stack, 'Training', { definition: DefinitionPlace.inS3() });
    pipeline.addSteps(new CustomStep('A', {
      type: 'Training', arguments: { Values: Array.from({ length: count }, (_, index) => new CfnParameter(stack, `P${index}`).valueAsString) },
    }));
    expect(mistakesOf(pipeline).join() || 'accepted').toContain(outcome);
  });
});

test('any document with any values in it arrives as it would if the values had been known', () => {
  const stack = newStack();
  const parameters = Array.from({ length: 3 }, (_, index) => ({
    text: new CfnParameter(stack, `Text${index}`), number: new CfnParameter(stack, `Number${index}`, { type: 'Number' }), list: new CfnParameter(stack, `List${index}`, { type: 'CommaDelimitedList' }),
  }));
  const anyText = fc.string({ unit: 'binary' });
  const which = fc.nat(parameters.length - 1);
  const { document } = fc.letrec<{ document: unknown }>((tie) => ({
    document: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(anyText, fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0), fc.boolean(), fc.constant(null)),
      fc.array(fc.oneof(anyText, which.map((index) => ({ text: index }))), { maxLength: 4 }).map((pieces) => ({ pieces })),
      fc.oneof(which.map((index) => ({ number: index })), which.map((index) => ({ list: index }))),
      fc.array(tie('document'), { maxLength: 4 }),
      fc.dictionary(anyText.filter((name) => name !== '__proto__'), tie('document'), { maxKeys: 4 }).map((members) => ({ members })),
    ),
  }));
  const values = fc.record({
    texts: fc.tuple(anyText, anyText, anyText), lists: fc.tuple(fc.array(anyText), fc.array(anyText), fc.array(anyText)),
    numbers: fc.tuple(...[0, 1, 2].map(() => fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0))),
  });
  fc.assert(fc.property(document, values, (shape, known) => {
    const build = (of: any, parameter: (kind: 'text' | 'number' | 'list', index: number) => unknown): any => {
      if (Array.isArray(of)) {
        return of.map((each) => build(each, parameter));
      }
      if (typeof of !== 'object' || of === null) {
        return of;
      }
      const [[kind, content]] = Object.entries<any>(of);
      switch (kind) {
        case 'pieces': return content.map((piece: any) => (typeof piece === 'string' ? piece : parameter('text', piece.text))).join('');
        case 'members': return Object.fromEntries(Object.entries(content).map(([name, member]) => [`m${name}`, build(member, parameter)]));
        default: return parameter(kind as 'number' | 'list', content);
      }
    };
    const tokens = build(shape, (kind, index) => (
      kind === 'text' ? parameters[index].text.valueAsString : kind === 'number' ? parameters[index].number.valueAsNumber : parameters[index].list.valueAsList
    ));
    const { parts, values: functions } = cut(stack.resolve(withMarkedNumbers(tokens)));
    const filled = functions.map((each) => {
      const [, kind, index] = /^(Text|Number|List)(\d)$/.exec((each as { Ref: string }).Ref)!;
      return kind === 'Text' ? known.texts[Number(index)] : kind === 'List' ? known.lists[Number(index)] : String(known.numbers[Number(index)]);
    });
    const expected = build(shape, (kind, index) => (kind === 'text' ? known.texts[index] : kind === 'number' ? known.numbers[index] : known.lists[index]));
    expect(JSON.parse(compose(parts, filled))).toEqual(JSON.parse(JSON.stringify(expected)));
  }), { numRuns: 300 });
});
