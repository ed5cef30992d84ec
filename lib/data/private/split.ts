import { isKnown, Mistakes } from '../../core/internal/errors';
import type { SplitProcessorOptions } from '../split-options';

/** The words of the job's command. Fails for shares that leave no rows to learn from, and for names that a list cannot hold. */
export function splitArguments(options: SplitProcessorOptions): string[] {
  check(options);
  const { target, by = [], ignore = [], validation, test, withoutNames = [] } = options;
  const lists = { '--by': by, '--ignore': ignore, '--without-names': withoutNames };
  return [
    ...(target === undefined ? [] : ['--target', target]),
    ...Object.entries(lists).flatMap(([word, names]) => (names.length > 0 ? [word, names.join(',')] : [])),
    ...(validation === undefined ? [] : ['--validation', `${validation}`]),
    ...(test === undefined ? [] : ['--test', `${test}`]),
    ...options.arguments ?? [],
  ];
}

function check({ target, by = [], ignore = [], validation = 0.1, test = 0.2 }: SplitProcessorOptions): void {
  const mistakes = new Mistakes();
  for (const [property, share] of Object.entries({ validation, test })) {
    mistakes.when(isKnown(share) && !(share > 0 && share < 1), {
      code: 'SplitShare', property, problem: 'must be above 0 and below 1', value: share, fix: 'Give a share of the rows, for example 0.2.',
    });
  }
  mistakes.when(isKnown(validation) && isKnown(test) && validation + test >= 1, {
    code: 'SplitLeavesNothing', property: 'test', problem: "leaves no rows to learn from, with 'validation'", value: validation + test, fix: 'Lower the two.',
  });
  for (const [property, names] of Object.entries({ by, ignore, target: target === undefined ? [] : [target] })) {
    const bad = names.find((name) => isKnown(name) && (name.trim() !== name || name === '' || name.includes(',')));
    mistakes.when(bad !== undefined, {
      code: 'SplitColumnName', property, problem: 'names must not be empty, hold a comma, or begin or end with a space', value: bad, fix: 'Rename the column.',
    });
  }
  mistakes
    .when(target !== undefined && ignore.includes(target), {
      code: 'SplitTargetIgnored', property: 'ignore', problem: 'leaves out the column to be predicted', value: target, fix: 'Take it from the list.',
    })
    .throwIfAny();
}
