import type { Duration } from 'aws-cdk-lib/core';
import { isKnown, type Mistake } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';

export const IDLE_MINUTES = Limit.between('IdleTimeoutInMinutes', 60, 525_600);

/** Fractions are kept, so that they can be refused together with the other mistakes. */
export function minutes(duration: Duration): number {
  return duration.toMinutes({ integral: false });
}

export function mistakeInMinutes(property: string, value: number): Mistake | undefined {
  if (isKnown(value) && !Number.isInteger(value)) {
    return {
      code: 'IdleTimeoutInMinutesFraction',
      property,
      problem: 'must be a whole number of minutes',
      value,
      fix: 'Use Duration.minutes(...) or Duration.hours(...).',
    };
  }
  return IDLE_MINUTES.mistakeIn(property, value);
}
