import { graph } from '../../../rehearsal/report/html/graph';
import { placeSteps } from '../../../rehearsal/report/html/graph-layout';
import type { StepSummary } from '../../../rehearsal/report/report';

const step = (name: string, dependsOn?: readonly string[], status = 'Succeeded'): StepSummary => ({
  execution: 'run', name, type: 'ProcessingJob', status, seconds: 1.26, ...(dependsOn && { dependsOn }),
});

const placesOf = (steps: readonly StepSummary[]) =>
  placeSteps(steps).map(({ step: { name }, layer, row, from }) => [name, layer, row, from.map((each) => each.step.name)]);

test('draws a chain when nobody knows what depends on what', () => {
  expect(placesOf([step('A'), step('B'), step('C')])).toEqual([['A', 0, 0, []], ['B', 1, 0, ['A']], ['C', 2, 0, ['B']]]);
});

test('places steps beside each other when neither waits for the other', () => {
  expect(placesOf([step('A', []), step('B', ['A']), step('C', ['A']), step('D', ['B', 'C'])]))
    .toEqual([['A', 0, 0, []], ['B', 1, 0, ['A']], ['C', 1, 1, ['A']], ['D', 2, 0, ['B', 'C']]]);
});

test('leaves out arrows that follow from others', () => {
  expect(placesOf([step('A', []), step('B', ['A']), step('C', ['A', 'B']), step('D', ['A', 'B', 'C'])]))
    .toEqual([['A', 0, 0, []], ['B', 1, 0, ['A']], ['C', 2, 0, ['B']], ['D', 3, 0, ['C']]]);
});

test('passes over names of steps that did not end before, circles among them', () => {
  expect(placesOf([step('A', ['B', 'A', 'Gone']), step('B', ['A'])])).toEqual([['A', 0, 0, []], ['B', 1, 0, ['A']]]);
});

test.each(['across', 'down'] as const)('draws a box a step, an arrow a dependency, and lets no boxes touch: %s', (direction) => {
  const steps = [step('A', []), step('B', ['A']), step('C', ['A'], 'Failed'), step('D', ['B', 'C'], 'SomethingNew')];
  const { text } = graph('Run 1', steps, direction);
  const boxes = [...text.matchAll(/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)].map(([, ...numbers]) => numbers.map(Number));
  expect(boxes).toHaveLength(4);
  expect(text.match(/class="arrow"/g)).toHaveLength(4);
  boxes.forEach(([x, y, width, height], index) => boxes.slice(index + 1).forEach(([otherX, otherY]) =>
    expect(Math.abs(otherX - x) >= width + 10 || Math.abs(otherY - y) >= height + 10).toBe(true)));
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(text)!.map(Number);
  boxes.forEach((box) => expect(box[0] + box[2] < width && box[1] + box[3] < height).toBe(true));
  expect([...text.matchAll(/<g class="step (\w+)"/g)].map(([, tone]) => tone)).toEqual(['good', 'good', 'bad', 'idle']);
});

test('says in words what it shows', () => {
  expect(graph('Run 1', [step('A'), step('B', undefined, 'Failed')], 'across').text).toContain('role="img" aria-label="Run 1: A succeeded, B failed"');
  expect(graph('Run 1', [step('A')], 'across').text).toContain('<title>A, ProcessingJob: Succeeded after 1.3 s</title>');
});

test('shortens a name that is longer than a box, and keeps it whole for those who ask', () => {
  const name = 'ATrulyEndlessNameOfAStepThatNobodyWouldChoose';
  const { text } = graph('Run 1', [step(name)], 'across');
  expect(text).toContain(`<title>${name},`);
  expect(/class="name"[^>]*>([^<]*)</.exec(text)![1]).toMatch(/^ATrulyEndlessName.*…$/);
});
