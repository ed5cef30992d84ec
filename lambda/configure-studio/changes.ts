import { isDeepStrictEqual } from 'node:util';
import type { StudioBlock, StudioSection, StudioSectionName, StudioSettings } from '../../lib/core/contract';
import { fieldsOf } from '../shared/values';

const OFF = 'DISABLED';

/**
 * The settings to write, so that what is becomes what the template says; nothing where it is so already.
 *
 * SageMaker takes a setting such as JupyterLab's as a whole, so each one comes with all members that it has now. What an earlier template said and this one
 * does not is switched off, as far as the API has a word for that, and left out otherwise. Members that neither knows are somebody else's.
 */
export function changesTo(now: StudioSettings, wanted: StudioSettings, before: StudioSettings): StudioSettings {
  const changes: Partial<Record<StudioSectionName, StudioSection>> = {};
  for (const name of namesIn(wanted, before)) {
    const section: Record<string, StudioBlock> = {};
    for (const block of namesIn(wanted[name] ?? {}, before[name] ?? {})) {
      const current = now[name]?.[block] ?? {};
      const next = merged(current, wanted[name]?.[block] ?? {}, before[name]?.[block] ?? {});
      if (!isDeepStrictEqual(next, current)) {
        section[block] = next;
      }
    }
    if (Object.keys(section).length > 0) {
      changes[name] = section;
    }
  }
  return changes;
}

/** The settings by name, as a log or a message tells them: `UserSettings.CanvasAppSettings`. */
export function namesOf(settings: StudioSettings): string[] {
  return namesIn(settings).flatMap((section) => namesIn(settings[section] ?? {}).map((block) => `${section}.${block}`));
}

function merged(now: StudioBlock, wanted: StudioBlock, before: StudioBlock): StudioBlock {
  const next: Record<string, unknown> = { ...now };
  for (const member of namesIn(before).filter((each) => each in now && !(each in wanted))) {
    const off = switchedOff(member, now[member]);
    if (off === undefined) {
      delete next[member];
    } else {
      next[member] = off;
    }
  }
  return { ...next, ...wanted };
}

/** A member as the API switches it off; undefined where it has no way to say so. */
function switchedOff(member: string, value: unknown): unknown {
  if (member === 'Status') {
    return OFF;
  }
  if (Array.isArray(value)) {
    return [];
  }
  const members = fieldsOf(value);
  if ('Status' in members) {
    return { Status: OFF };
  }
  const lists = Object.entries(members).filter(([, each]) => Array.isArray(each));
  return lists.length > 0 ? Object.fromEntries(lists.map(([name]) => [name, []])) : undefined;
}

/** The names of members that objects have, each once. */
function namesIn<T extends object>(...objects: readonly T[]): (keyof T & string)[] {
  return [...new Set(objects.flatMap((each) => Object.keys(each)))] as (keyof T & string)[];
}
