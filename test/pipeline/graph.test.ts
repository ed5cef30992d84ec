import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { ProcessingInput, Processor } from '../../lib/data';
import { S3Source } from '../../lib/core';
import {
  Condition, ConditionStep, CustomStep, FailStep, PropertyFileValue, type Step, StepProperty,
} from '../../lib/pipeline';
import facts from '../../lib/pipeline/facts/step-properties.json';
import { botocoreData } from '../rehearsal/sagemaker/model-folder';
import { definitionOf, mistakesOf, newStack, pipelineOf, refusal, script, work } from './support';

const mistakes = (...steps: Step[]) => mistakesOf(pipelineOf(newStack(), ...steps)).join('\n');
const always = (value = StepProperty.of('Sound', 'ExitMessage')) => Condition.equalTo(value, 'ok');
const using = (value: StepProperty | PropertyFileValue) => ({ inputs: [ProcessingInput.fromSource(S3Source.fromUri(`s3://bucket/${value}`))] });

describe('what would never run is refused', () => {
  test('a pipeline without steps', () => {
    expect(mistakes()).toContain('PipelineEmpty');
  });

  test('two steps of one name, also across branches', () => {
    expect(mistakes(work('A'), work('A'))).toContain('StepNameRepeated');
    const sound = work('Sound');
    expect(mistakes(sound, new ConditionStep('Fork', { conditions: [always()], ifTrue: [work('A')], otherwise: [work('A')] }))).toContain('StepNameRepeated');
  });

  test('a step that uses or waits for one that is not there', () => {
    expect(mistakes(work('A', using(StepProperty.of('B', 'ExitMessage'))))).toMatch(/StepUnknown[^]*step 'A'[^]*got 'B'/);
    expect(mistakes(work('A', { dependsOn: [work('B')] }))).toContain('StepUnknown');
  });

  test('a step that waits for itself', () => {
    expect(mistakes(work('A', using(StepProperty.of('A', 'ExitMessage'))))).toContain('waits for itself: A -> A');
  });

  test('steps that wait for each other', () => {
    expect(mistakes(work('A', using(StepProperty.of('B', 'ExitMessage'))), work('B', using(StepProperty.of('A', 'ExitMessage'))))).toContain('A -> B -> A');
  });

  test('a condition that waits for a step of its own branch', () => {
    const inside = work('Inside');
    expect(mistakes(new ConditionStep('Fork', { conditions: [always(StepProperty.of('Inside', 'ExitMessage'))], ifTrue: [inside] }))).toContain('StepInBranch');
  });

  test('a step that uses or waits for one in a branch it is not in', () => {
    const fork = () => new ConditionStep('Fork', { conditions: [always()], ifTrue: [work('Yes')], otherwise: [work('No', using(StepProperty.of('Yes', 'ExitMessage')))] });
    expect(mistakes(work('Sound'), fork())).toMatch(/StepInBranch[^]*'Yes', which runs only in a branch[^]*'Fork\/IfSteps'/);
    const yes = work('Yes');
    const outer = new ConditionStep('Fork', { conditions: [always()], ifTrue: [yes] });
    expect(mistakes(work('Sound'), outer, work('After', { dependsOn: [yes] }))).toContain('StepInBranch');
  });

  test('a step that waits for an end', () => {
    const end = new FailStep('End', { message: 'over' });
    expect(mistakes(end, work('After', { dependsOn: [end] }))).toContain('StepAfterEnd');
  });

  test('a property file that the step does not write', () => {
    const fork = new ConditionStep('Fork', { conditions: [Condition.greaterThan(PropertyFileValue.of('A', 'evaluation', 'auc'), 1)] });
    expect(mistakes(work('A'), fork)).toMatch(/PropertyFileUnknown[^]*Set 'metrics' of step 'A'/);
    expect(mistakes(work('A', { metrics: 'evaluation.json' }), new ConditionStep('Fork', {
      conditions: [Condition.greaterThan(PropertyFileValue.of('A', 'evaluation', 'auc'), 1)],
    }))).toBe('');
  });

  test.each([
    ["ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri", ''],
    ['ProcessingOutputConfig.Outputs[0].S3Output.S3Uri', ''],
    ["Environment['LEVEL']", ''],
    ['ModelArtifacts.S3ModelArtifacts', "uses 'ModelArtifacts.S3ModelArtifacts' of step 'B', and a step of type Processing has no such property, got 'ModelArtifacts'"],
    ['ProcessingOutputConfig.Output', "got 'Output'\n  Use one of Outputs, KmsKeyId."],
    ['ExitMessage.Text', "got 'Text'\n  End the path before it."],
    ['ExitMessage[0]', "got '[0]'"],
    ['ProcessingOutputConfig[0]', "got '[0]'"],
    ["OutputParameters['x']", "got 'OutputParameters'"],
  ])('or not, the property %s', (path, expected) => {
    const found = mistakes(work('A', using(StepProperty.of('B', path))), work('B'));
    expect(expected === '' ? found : found.includes(expected)).toBe(expected === '' ? '' : true);
  });

  test.each([
    ['Tuning', 'TrainingJobSummaries[3].TrainingJobName', ''],
    ['Tuning', "BestTrainingJob.TunedHyperParameters['eta']", ''],
    ['Tuning', 'TrainingJobSummaries[3].ModelArtifacts', 'StepPropertyUnknown'],
    ['AutoML', "BestCandidate.InferenceContainers[0].Environment['A']", ''],
    ['AutoML', 'BestCandidateProperties.ModelInsightsJsonReportPath', ''],
    ['AutoML', 'BestCandidateProperties.Report', 'StepPropertyUnknown'],
    ['Training', "FinalMetricDataList['auc'].Value", ''],
    ['Transform', 'TransformOutput.S3OutputPath', ''],
    ['Model', 'ModelName', ''],
    ['Model', 'Name', 'StepPropertyUnknown'],
    ['RegisterModel', 'ModelPackageArn', ''],
    ['Condition', 'Outcome', ''],
    ['QualityCheck', 'CalculatedBaselineStatistics', ''],
    ['ClarifyCheck', 'CalculatedBaselineStatistics', 'StepPropertyUnknown'],
    ['Quantum', 'Anything.At[0].All', ''],
  ])('for a step of type %s, the property %s', (type, path, expected) => {
    const found = mistakes(work('A', using(StepProperty.of('B', path))), new CustomStep('B', { type }));
    expect(expected === '' ? found : found.includes(expected)).toBe(expected === '' ? '' : true);
  });

  test('an output that a function does not answer', () => {
    const outputs = { OutputParameters: [{ OutputName: 'url', OutputType: 'String' }] };
    const call = (path: string) => mistakes(work('A', using(StepProperty.of('B', path))), new CustomStep('B', { type: 'Lambda', members: outputs }));
    expect(call("OutputParameters['url']")).toBe('');
    expect(call("OutputParameters['other']")).toMatch(/StepPropertyUnknown[^]*got 'other'[^]*Use one of OutputParameters\['url'\]/);
    expect(call('Payload')).toContain('StepPropertyUnknown');
  });

  test('a parameter that is written by hand and does not exist', () => {
    const byHand = Processor.sklearn({ entryPoint: script('prepare'), overrides: { RoleArn: { Get: 'Parameters.Role' } } });
    expect(mistakes(work('A', { processor: byHand }))).toMatch(/ParameterUnknown[^]*got 'Role'/);
  });

  test('a step that is added twice, and one of another pipeline', () => {
    const stack = newStack();
    const step = work('A');
    const pipeline = pipelineOf(stack, step);
    expect(refusal(() => pipeline.addSteps(step))).toMatch(/StepUsedTwice {2}Shop\/Training[^]*is added twice/);
    expect(refusal(() => pipelineOf(newStack(), step))).toContain('is already part of Shop/Training');
  });
});

test('a step in a branch may use those around it, before it and in it', () => {
  const [before, first, second] = [work('Sound', { outputs: ['out'] }), work('First', { outputs: ['out'] }), work('Second')];
  const inner = new ConditionStep('Inner', {
    conditions: [always()],
    ifTrue: [work('Third', {
      inputs: [ProcessingInput.fromSource(first.output('out'), { name: 'a' }), ProcessingInput.fromSource(before.output('out'), { name: 'b' })],
    })],
  });
  const fork = new ConditionStep('Fork', { conditions: [always()], ifTrue: [first, second, inner] });
  expect(mistakes(fork, before)).toBe('');
});

describe('any graph of steps', () => {
  /** For each step, which of the earlier ones it uses. */
  const graph = fc.integer({ min: 1, max: 7 }).chain((size) =>
    fc.tuple(...Array.from({ length: size }, (_, index) => fc.subarray(Array.from({ length: index }, (_each, earlier) => earlier)))));
  const name = (index: number) => `S${index}`;

  function stepsOf(edges: readonly (readonly number[])[]): Step[] {
    return edges.map((used, index) => work(name(index), {
      outputs: ['out'],
      inputs: used.map((earlier) => ProcessingInput.fromSource(S3Source.fromUri(StepProperty.of(name(earlier), "ProcessingOutputConfig.Outputs['out'].S3Output.S3Uri").valueAsString), { name: `i${earlier}` })),
    }));
  }

  test('without circles renders, keeps the names and can be run', () => {
    fc.assert(fc.property(graph, fc.boolean(), (edges, backwards) => {
      const steps = stepsOf(edges);
      const pipeline = pipelineOf(newStack(), ...(backwards ? steps.reverse() : steps));
      const definition = definitionOf(pipeline);
      expect(definition.Steps.map((step: { Name: string }) => step.Name)).toEqual(steps.map((step) => step.stepName));
      expect(mistakesOf(pipeline)).toEqual([]);
      expect(validateDefinition(definition)).toEqual([]);
    }), { numRuns: 25 });
  });

  test('with a reference to nowhere is refused', () => {
    fc.assert(fc.property(graph, fc.nat(), (edges, at) => {
      const broken = edges.map((used, index) => (index === at % edges.length ? [...used, 99] : used));
      expect(mistakes(...stepsOf(broken))).toMatch(/StepUnknown[^]*got 'S99'/);
    }), { numRuns: 25 });
  });

  test('with a way back is refused', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), (size) => {
      const ring = Array.from({ length: size }, (_, index) => [(index + 1) % size]);
      expect(mistakes(...stepsOf(ring))).toContain('StepCycle');
    }), { numRuns: 6 });
  });
});

test('what steps are known to have is what the API describes', () => {
  const { shapes, operations } = JSON.parse(gunzipSync(readFileSync(path.join(botocoreData(), 'sagemaker', '2017-07-24', 'service-2.json.gz'))).toString());
  for (const name of Object.keys(facts.shapes) as (keyof typeof facts.shapes)[]) {
    const { type, members = {}, member, value } = shapes[name];
    const known = (shape: string) => (['structure', 'list', 'map'].includes(shapes[shape].type) ? shape : 0);
    expect({ name, shape: facts.shapes[name] }).toEqual({
      name,
      shape: type === 'structure' ? Object.fromEntries(Object.entries<any>(members).map(([each, { shape }]) => [each, known(shape)])) : [known((member ?? value).shape)],
    });
  }
  const described = Object.values(operations).map((operation: any) => operation.output?.shape);
  expect(described).toEqual(expect.arrayContaining(Object.values(facts.types)));
});
