import { Names } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions } from '../../core';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { NameRule } from '../../core/internal/names';
import type { DataQualityMonitorProps } from '../data-quality-monitor';

/** A job is named after its monitor, a hyphen and twelve digits of time. */
const LONGEST_NAME = NameRule.of('ProcessingJob.ProcessingJobName').maxLength - 13;
const NAME = NameRule.of('ProcessingJob.ProcessingJobName');
const WINDOW_MINUTES = Limit.between('Window', 1, 31 * 24 * 60);
const RECORDS = Limit.between('MinimumRecords', 1);
/** The names travel in variables of the job, of which a command refers to so many. */
const COLUMNS_LENGTH = Limit.between('Columns', 1, 30 * 256);

/** A stable lower-case name that leaves room for the time in the names of jobs. */
export function monitorNameFor(scope: Construct): string {
  const { namePrefix } = Conventions.of(scope);
  const name = Names.uniqueResourceName(scope, { maxLength: LONGEST_NAME - namePrefix.length, separator: '-' }).toLowerCase();
  return `${namePrefix}${name}`.replace(/-+/g, '-');
}

/** Refuses what no analysis could work with. */
export function checkMonitor(scope: Construct, props: DataQualityMonitorProps): void {
  const { monitorName, threshold, columns, minimumRecords } = props;
  const mistakes = new Mistakes(scope).add(NAME.mistakeIn('monitorName', monitorName));
  mistakes.when(isKnown(monitorName) && monitorName.length > LONGEST_NAME, {
    code: 'MonitorNameLength', property: 'monitorName', problem: `must have at most ${LONGEST_NAME} characters: jobs add the time of the analysis`, value: monitorName,
    fix: "Shorten it, or leave 'monitorName' out and one is made.",
  });
  const minutes = minutesOf(props);
  mistakes.add(WINDOW_MINUTES.mistakeIn('window', minutes));
  mistakes.when(minutes !== undefined && !Number.isInteger(minutes), {
    code: 'WindowMinutes', property: 'window', problem: 'must be whole minutes', value: minutes, fix: 'Use Duration.minutes(...), hours(...) or days(...).',
  });
  mistakes.add(RECORDS.mistakeIn('minimumRecords', minimumRecords));
  mistakes.when(isKnown(threshold) && !(threshold > 0 && threshold <= 1), {
    code: 'ThresholdRange', property: 'threshold', problem: 'must be above 0 and at most 1', value: threshold, fix: 'Distances are shares: 0.1 is a tenth.',
  });
  if (isKnown(columns)) {
    mistakes.add(COLUMNS_LENGTH.mistakeInText('columns', columns.join(',')));
    const bad = columns.find((column) => column.trim() !== column || column === '' || column.includes(','));
    mistakes.when(bad !== undefined, {
      code: 'ColumnName', property: 'columns', problem: 'names must not be empty, hold a comma, or begin or end with a space', value: bad, fix: 'Rename the column.',
    });
  }
  mistakes.throwIfAny();
}

function minutesOf({ window, schedule }: DataQualityMonitorProps): number | undefined {
  const duration = window ?? schedule?.period;
  return isKnown(duration) && !duration.isUnresolved() ? duration.toMinutes({ integral: false }) : undefined;
}
