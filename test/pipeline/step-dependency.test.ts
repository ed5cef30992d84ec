import { CustomStep, FailStep, ForEachStep, IterableItems, type IStepDependency, type Step, StepDependency, TriggerCondition } from '../../lib/pipeline';
import { mistakesOf, newStack, pipelineOf, refusal, stepOf, work } from './support';

const step = (name: string, ...dependsOn: IStepDependency[]) => new CustomStep(name, { type: 'Quantum', dependsOn });
const mistakes = (...steps: Step[]) => mistakesOf(pipelineOf(newStack(), ...steps)).join('\n');

describe('a step may wait for an end of another', () => {
  test.each<[TriggerCondition, unknown]>([
    [TriggerCondition.FAILED, { Step: 'First', Trigger: 'Failed' }],
    [TriggerCondition.STOPPED, { Step: 'First', Trigger: 'Stopped' }],
    [TriggerCondition.ANY, { Step: 'First', Trigger: 'Any' }],
    [TriggerCondition.COMPLETED, 'First'],
  ])('%s', (trigger, expected) => {
    const first = step('First');
    const pipeline = pipelineOf(newStack(), first, step('Then', StepDependency.of(first, trigger)));
    expect(stepOf(pipeline, 'Then').DependsOn).toEqual([expected]);
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('beside others, and in a body', () => {
    const [first, second, inside] = [work('First'), work('Second'), work('Inside')];
    const tell = step('Tell', second, StepDependency.of(first, TriggerCondition.FAILED));
    const each = new ForEachStep('Each', { items: IterableItems.of('a'), body: [inside, step('Note', StepDependency.of(inside, TriggerCondition.ANY))] });
    expect(mistakes(first, second, tell, each)).toBe('');
  });

  test('and says so in a picture', () => {
    const first = step('First');
    const drawn = pipelineOf(newStack(), first, step('Tell', StepDependency.of(first, TriggerCondition.FAILED)), step('Go', first)).toMermaid();
    expect(drawn.split('\n').slice(4)).toEqual(['  s1 -. failed .-> s2', '  s1 --> s3']);
  });
});

describe('an end that is never seen is refused', () => {
  const failed = (name: string) => StepDependency.of({ stepName: name }, TriggerCondition.FAILED);

  test('of a step that is not there', () => {
    expect(mistakes(step('Tell', failed('First')))).toMatch(/StepUnknown[^]*got 'First'/);
    expect(mistakes(step('Tell', { stepName: 'First' }))).toContain('StepUnknown');
  });

  test('of a step that waits back', () => {
    expect(mistakes(step('First', failed('Tell')), step('Tell', failed('First')))).toContain('First -> Tell -> First');
  });

  test('of the end of a run, and of a step in a body', () => {
    expect(mistakes(new FailStep('End', { message: 'over' }), step('Tell', failed('End')))).toContain('StepAfterEnd');
    const each = new ForEachStep('Each', { items: IterableItems.of('a'), body: [step('Inside')] });
    expect(mistakes(each, step('Tell', failed('Inside')))).toContain('StepInForEach');
  });

  test('where two ends of one step are waited for', () => {
    const first = step('First');
    expect(refusal(() => step('Tell', first, StepDependency.of(first, TriggerCondition.FAILED)))).toMatch(/StepDependencyContradicts[^]*got 'First'/);
    expect(refusal(() => step('Tell', StepDependency.of(first, TriggerCondition.FAILED), StepDependency.of(first, TriggerCondition.ANY)))).toContain('StepDependencyContradicts');
    expect(refusal(() => step('Tell', first, StepDependency.of(first, TriggerCondition.COMPLETED)))).toContain('accepted');
  });
});
