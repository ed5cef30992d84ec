const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?(Z|[+-]\d{2}:?\d{2})$/;

/** The moment that an event time means, in seconds since 1970; nothing when the feature store does not take its form. */
export function parseEventTime(text: string, featureType: string): number | undefined {
  if (featureType === 'Fractional') {
    const seconds = Number(text);
    return text !== '' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
  }
  if (!ISO.test(text)) {
    return undefined;
  }
  const milliseconds = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

const UNITS: Readonly<Record<string, number>> = { Seconds: 1, Minutes: 60, Hours: 3_600, Days: 86_400, Weeks: 604_800 };

/** How many seconds a time to live lasts. */
export const durationSeconds = (duration: { Unit: string; Value: number }): number => UNITS[duration.Unit] * duration.Value;
