import { Printer } from '../../../rehearsal/report/printer';
import type { TimelineEntry } from '../../../rehearsal/report/report';

test('records each line with its time, and prints as it does without a recorder', () => {
  const lines: string[][] = [[], []];
  const entries: TimelineEntry[] = [];
  const [plain, recording] = [new Printer((line) => lines[0].push(line)), new Printer((line) => lines[1].push(line), (entry) => entries.push(entry))];
  for (const printer of [plain, recording]) {
    printer.line('train', 'TrainingJob    succeeded', 5.04);
    printer.line('registry', 'version 1');
  }
  expect(lines[0]).toEqual(lines[1]);
  expect(entries).toEqual([
    { at: expect.any(Number), name: 'train', text: 'TrainingJob    succeeded', seconds: 5.04 }, { at: expect.any(Number), name: 'registry', text: 'version 1' },
  ]);
});

test('counts time from its own beginning', () => {
  const now = jest.spyOn(performance, 'now');
  try {
    const entries: TimelineEntry[] = [];
    now.mockReturnValue(5_000);
    const printer = new Printer(() => undefined, (entry) => entries.push(entry));
    now.mockReturnValue(6_234.5678);
    printer.line('one', '');
    now.mockReturnValue(65_000);
    printer.line('two', '');
    expect(entries.map(({ at }) => at)).toEqual([1.235, 60]);
  } finally {
    now.mockRestore();
  }
});
