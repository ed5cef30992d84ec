import * as fc from 'fast-check';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { App, Stack } from 'aws-cdk-lib/core';
import { CallbackStep, Condition, ConditionStep, OutputType, Pipeline, type Step, StepProperty } from '../../lib/pipeline';
import { validateDefinition } from '../../rehearsal/pipelines/validate-definition';
import { problemsOf } from './api-judge';
import { allSteps, definitionOf, mistakesOf, refusal } from './support';

/** A step by what it waits for, as distances back in the order of steps, and the steps in its branches where it is a fork. */
interface Plan {
  readonly back: readonly number[];
  readonly byValue: boolean;
  readonly yes?: readonly Plan[];
  readonly no?: readonly Plan[];
}

const leaf: fc.Arbitrary<Plan> = fc.record({ back: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }), byValue: fc.boolean() });
const plan = (depth: number): fc.Arbitrary<Plan> => (depth === 0 ? leaf : fc.oneof(
  { weight: 3, arbitrary: leaf },
  {
    weight: 1,
    arbitrary: fc.record({
      back: fc.constant([]), byValue: fc.constant(true), yes: fc.array(plan(depth - 1), { maxLength: 3 }), no: fc.array(plan(depth - 1), { maxLength: 3 }),
    }),
  },
));
const graphs = fc.array(plan(2), { minLength: 1, maxLength: 12 });

interface Built {
  readonly pipeline: Pipeline;
  /** Names in the order of the definition. */
  readonly names: string[];
  /** What each step waits for. */
  readonly waits: Map<string, string[]>;
}

/** Steps see those before them in their own branch and around it. */
function build(plans: readonly Plan[]): Built {
  const stack = new Stack(new App(), 'Shop');
  const pipeline = new Pipeline(stack, 'Training');
  const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:requests');
  const names: string[] = [];
  const waits = new Map<string, string[]>();
  const make = (each: Plan, visible: CallbackStep[]): Step => {
    const name = `S${names.length}`;
    names.push(name);
    const used = each.back.map((distance) => visible[visible.length - distance]).filter((step) => step !== undefined);
    waits.set(name, used.map(({ stepName }) => stepName));
    if (each.yes === undefined) {
      const step = new CallbackStep(name, {
        queue, outputs: { value: OutputType.INTEGER },
        inputs: each.byValue ? Object.fromEntries(used.map((other, index) => [`in${index}`, other.output('value')])) : {}, dependsOn: each.byValue ? [] : used,
      });
      visible.push(step);
      return step;
    }
    const last = visible[visible.length - 1] as CallbackStep | undefined;
    waits.set(name, last ? [last.stepName] : []);
    const value = last ? last.output('value') : pipeline.addIntegerParameter(`P${names.length}`, { defaultValue: 1 });
    const inside = (branch: readonly Plan[] = []) => {
      const seen = [...visible];
      return branch.map((child) => make(child, seen));
    };
    return new ConditionStep(name, { conditions: [Condition.greaterThan(value, 0)], ifTrue: inside(each.yes), otherwise: inside(each.no) });
  };
  const visible: CallbackStep[] = [];
  pipeline.addSteps(...plans.map((each) => make(each, visible)));
  return { pipeline, names, waits };
}

test('acyclic graphs of steps are sound, keep their order, and are drawn with all that waits', () => {
  fc.assert(fc.property(graphs, (plans) => {
    const { pipeline, names, waits } = build(plans);
    expect(mistakesOf(pipeline)).toEqual([]);
    expect(problemsOf(pipeline)).toEqual([]);
    expect(allSteps(definitionOf(pipeline).Steps).map(({ Name }) => Name as string)).toEqual(names);
    const picture = pipeline.toMermaid().split('\n');
    expect(picture.filter((line) => / s\d+[[{(]/.test(line) && !line.includes('nothing'))).toHaveLength(names.length);
    for (const [name, before] of waits) {
      before.forEach((other) => expect(picture).toContain(`  s${names.indexOf(other) + 1} --> s${names.indexOf(name) + 1}`));
    }
  }), { numRuns: 60 });
});

test('a reference to a step that is not there, or to the step itself, is refused', () => {
  fc.assert(fc.property(graphs, fc.constantFrom('Nobody', 'Bad'), (plans, name) => {
    const { pipeline } = build(plans);
    pipeline.addSteps(new CallbackStep('Bad', { inputs: { value: StepProperty.of(name, 'A') } }));
    expect(mistakesOf(pipeline).join()).toContain(name === 'Bad' ? 'StepCycle' : 'StepUnknown');
    expect(refusal(() => pipeline.toMermaid())).toContain(name === 'Bad' ? 'StepCycle' : 'StepUnknown');
  }), { numRuns: 25 });
});

test('a reference into a branch from outside is refused, from wherever it comes', () => {
  fc.assert(fc.property(graphs, graphs, (plans, branch) => {
    const { pipeline, names } = build([...plans, { back: [], byValue: true, yes: branch, no: [] }]);
    const inside = names[names.length - 1];
    pipeline.addSteps(new CallbackStep('Outside', { inputs: { value: StepProperty.of(inside, 'A') } }));
    expect(mistakesOf(pipeline).join()).toMatch(/StepInBranch/);
  }), { numRuns: 25 });
});

test('an arrow back makes a circle, which is refused with all that is on it', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 8 }), (length) => {
    const pipeline = new Pipeline(new Stack(new App(), 'Shop'), 'Training');
    const ask = (index: number) => new CallbackStep(`S${index}`, { inputs: { value: StepProperty.of(`S${(index + 1) % length}`, 'A') } });
    pipeline.addSteps(...Array.from({ length }, (_, index) => ask(index)));
    const [message] = mistakesOf(pipeline);
    expect(message).toContain('StepCycle');
    Array.from({ length }, (_, index) => expect(message).toContain(`S${index}`));
    expect(refusal(() => validateDefinition(definitionOf(pipeline)))).toContain('StepCycle');
  }), { numRuns: 10 });
});
