import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions } from '../../core';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { NameRule } from '../../core/internal/names';
import type { ScheduledJobOptions } from '../scheduled-job-options';

/** Of the 63 characters of a job's name, a hyphen and an execution's id take up to 37. */
export const ROOM_FOR_NAME = 26;
/** What the hash in a made name needs, with something readable before it. */
const ROOM_FOR_PLACE = 12;

const JOB_NAME = NameRule.of('ProcessingJob.ProcessingJobName');
const JOB_NAME_LENGTH = Limit.between('JobName', 1, ROOM_FOR_NAME);
const RETRY = Limit.between('RetryFor', 60, 86_400);

/** What is wrong with the schedule, the name and the place of a job. */
export function checkScheduled(scope: Construct, { jobName, retryFor, schedule, prefix }: ScheduledJobOptions): Mistakes {
  const { namePrefix } = Conventions.of(scope);
  const { expressionString } = schedule;
  return new Mistakes(scope)
    .add(JOB_NAME_LENGTH.mistakeInText('jobName', jobName) ?? JOB_NAME.mistakeIn('jobName', jobName))
    .when(jobName === undefined && namePrefix.length > ROOM_FOR_NAME - ROOM_FOR_PLACE, {
      code: 'JobNameNeeded', property: 'jobName', problem: `is needed, because the prefix '${namePrefix}' of the conventions leaves no room for a made name`,
      fix: `Give a name of at most ${ROOM_FOR_NAME} characters.`,
    })
    .when(isKnown(prefix) && /^\/|[*?]/.test(prefix), {
      code: 'S3KeyInvalid', property: 'prefix', problem: "must not start with a slash or hold '*' or '?'", value: prefix, fix: "Write it as the console shows it, for example 'reports/'.",
    })
    .add(RETRY.mistakeIn('retryFor', retryFor && !retryFor.isUnresolved() ? retryFor.toSeconds() : undefined))
    .when(!Token.isUnresolved(expressionString) && /^cron\(\* |^rate\(1 minute\)/.test(expressionString), {
      code: 'ScheduleEveryMinute', property: 'schedule', problem: 'starts a job in every minute', value: expressionString, fix: "Set 'minute' too, for example minute: '0'.",
    });
}
