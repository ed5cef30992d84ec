import type { S3Source } from '../../core';
import type { Trainer } from '../../training';
import type { Step } from '../step';
import { StepProperty } from '../step-value';

/** Where the channels' data lies, as the description of a job says; none when the trainer brings channels of its own. */
export function channelUris(step: Step, job: string, trainer: Trainer, channels: Readonly<Record<string, S3Source>>): string[] {
  return trainer._replaces('InputDataConfig') ? [] : Object.keys(channels)
    .map((_, position) => StepProperty._ofStep(step, `${job}InputDataConfig[${position}].DataSource.S3DataSource.S3Uri`).valueAsString);
}
