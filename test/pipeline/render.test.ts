import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { ExecutionVariable, Join, type Parameter, Pipeline, type PipelineValue, StepProperty } from '../../lib/pipeline';
import { renderValues } from '../../lib/pipeline/private/render';
import { newStack } from './support';

const stack = newStack();
const pipeline = new Pipeline(stack, 'Training');
const text: Parameter = pipeline.addStringParameter('Text');
const rounds: Parameter = pipeline.addIntegerParameter('Rounds');
const cloud = new CfnParameter(stack, 'Cloud').valueAsString;
const count = new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber;
const render = (value: unknown) => stack.resolve(renderValues(value, pipeline)) as unknown;

describe('a property', () => {
  test('that is only a value becomes the reference', () => {
    expect(render(text.valueAsString)).toEqual({ Get: 'Parameters.Text' });
    expect(render(rounds.valueAsNumber)).toEqual({ Get: 'Parameters.Rounds' });
    expect(render({ deep: [rounds] })).toEqual({ deep: [{ Get: 'Parameters.Rounds' }] });
  });

  test('that has to be text joins a number with nothing', () => {
    expect(render(rounds.valueAsString)).toEqual({ 'Std:Join': { On: '', Values: [{ Get: 'Parameters.Rounds' }] } });
  });

  test('with text around a value becomes a join', () => {
    expect(render(`s3://${text}/a/${rounds}`)).toEqual({
      'Std:Join': { On: '', Values: ['s3://', { Get: 'Parameters.Text' }, '/a/', { Get: 'Parameters.Rounds' }] },
    });
  });

  test('keeps CloudFormation tokens, and puts those beside text into that text', () => {
    expect(render(cloud)).toEqual({ Ref: 'Cloud' });
    expect(render(count)).toEqual({ Ref: 'Count' });
    expect(render(Lazy.any({ produce: () => ({ a: cloud }) }))).toEqual({ a: { Ref: 'Cloud' } });
    expect(render(`${cloud}${text}-${cloud}`)).toEqual({
      'Std:Join': { On: '', Values: [{ Ref: 'Cloud' }, { Get: 'Parameters.Text' }, { 'Fn::Join': ['', ['-', { Ref: 'Cloud' }]] }] },
    });
  });

  test('that is absent vanishes, and one that is null stays', () => {
    expect(render({ a: undefined, b: null, c: false, d: 0, e: '' })).toEqual({ b: null, c: false, d: 0, e: '' });
  });

  test('fails when a value was written out as a number', () => {
    expect(() => render(`rounds: ${rounds.valueAsNumber}`)).toThrow(/PipelineNumberInText {2}Shop\/Training[^]*Use 'valueAsString' in text/);
    expect(() => render(`copies: ${count}`)).toThrow('PipelineNumberInText');
    expect(render('-1.8881545897087503e+200')).toBe('-1.8881545897087503e+200');
  });
});

test('functions hold values in every part', () => {
  expect(render(Join.of('/', `a${text}`, rounds, 3, Join.of('-', text, true)))).toEqual({
    'Std:Join': {
      On: '/',
      Values: [
        { 'Std:Join': { On: '', Values: ['a', { Get: 'Parameters.Text' }] } },
        { Get: 'Parameters.Rounds' },
        3,
        { 'Std:Join': { On: '-', Values: [{ Get: 'Parameters.Text' }, true] } },
      ],
    },
  });
});

describe('any nesting of texts, values and tokens', () => {
  const values: PipelineValue[] = [text, rounds, ExecutionVariable.PIPELINE_EXECUTION_ID, StepProperty.of('Train', "Outputs['a'].S3Uri")];
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(...values).map((value) => ({ value })),
    fc.constant({ token: cloud }),
  );
  const written = (part: string | { value: PipelineValue } | { token: string }) =>
    typeof part === 'string' ? part : 'value' in part ? part.value.valueAsString : part.token;
  /** What the text is in the end, with references and parameters named in angle brackets. */
  const meant = (part: string | { value: PipelineValue } | { token: string }) =>
    typeof part === 'string' ? part : 'value' in part ? `<${(part.value._render() as { Get: string }).Get}>` : '<Cloud>';

  function read(rendered: unknown): string {
    if (typeof rendered === 'string') {
      return rendered;
    }
    const [[name, operand]] = Object.entries(rendered as Record<string, any>);
    switch (name) {
      case 'Get': return `<${operand}>`;
      case 'Ref': return `<${operand}>`;
      case 'Std:Join': return operand.Values.map(read).join(operand.On);
      case 'Fn::Join': return operand[1].map(read).join(operand[0]);
      default: throw new Error(`unexpected ${name}`);
    }
  }

  test('renders to the same text, without a trace of a token', () => {
    fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (parts) => {
      const rendered = render(parts.map(written).join(''));
      expect(read(rendered)).toBe(parts.map(meant).join(''));
      expect(JSON.stringify(rendered)).not.toMatch(/\$\{Token\[|e\+289/);
    }));
  });

  test('keeps its shape in lists and maps', () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.string(), tie('tree'), { maxKeys: 3 })),
    }));
    fc.assert(fc.property(tree, (value) => {
      expect(render(value)).toEqual(value);
    }));
  });
});

describe('a value outside of its definition', () => {
  test('fails with the resource that uses it and the pipeline it belongs to', () => {
    const app = new App();
    const shop = new Stack(app, 'Shop');
    const bucketName = new Pipeline(shop, 'Training').addStringParameter('Bucket').valueAsString;
    new CfnBucket(shop, 'Leaky', { bucketName: `data-${bucketName}` });
    expect(() => app.synth()).toThrow(
      /PipelineValueLeaked {2}Shop\/Leaky\n {2}bucketName: parameter 'Bucket' of Shop\/Training is known only while the pipeline runs/,
    );
  });

  test('fails inside a function of CloudFormation too', () => {
    expect(() => render(Fn.join('-', ['data', text.valueAsString, cloud]))).toThrow('outside of functions such as Fn.join');
  });

  test('fails in the definition of another pipeline, with both named', () => {
    const other = new Pipeline(stack, 'Other');
    expect(() => renderValues({ a: [`x-${text}`] }, other)).toThrow(
      /PipelineValueForeign {2}Shop\/Other[^]*parameter 'Text' belongs to another pipeline, Shop\/Training/,
    );
  });
});
