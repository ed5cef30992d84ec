import type { Due } from './request';

const HOUR_MS = 3_600_000;

/** The days that a window touches, as captures are filed: `2026/11/25`. */
export function daysOf({ start, end }: Due): string[] {
  return [...new Set(hoursOf({ start, end }).map((hour) => hour.slice(0, 10)))];
}

/** The hours that a window touches, as captures are filed: `2026/11/25/23`. */
export function hoursOf({ start, end }: Due): string[] {
  const hours: string[] = [];
  for (let at = Date.parse(start); at - (at % HOUR_MS) < Date.parse(end); at += HOUR_MS) {
    hours.push(new Date(at).toISOString().slice(0, 13).replace(/[-T]/g, '/'));
  }
  return hours;
}

/**
 * The fewest folders that hold all of these hours: the hours themselves, else their days, months or years.
 *
 * A job takes ten inputs. What a coarser folder holds beyond the window is copied, and left out by the analyzer.
 */
export function coverOf(hours: readonly string[], most: number): string[] {
  const covers = [4, 3, 2, 1].map((depth) => [...new Set(hours.map((hour) => hour.split('/').slice(0, depth).join('/')))]);
  return covers.find((cover) => cover.length <= most) ?? covers[3];
}
