import { html, type Markup } from './markup';

/** What a state means to a reader; each has a colour and a sign of its own, so that nobody needs the colour. */
export type Tone = 'good' | 'bad' | 'waiting' | 'idle';

const TONES: Record<string, Tone> = {
  Succeeded: 'good',
  InService: 'good',
  Approved: 'good',
  Failed: 'bad',
  Rejected: 'bad',
  OutOfService: 'bad',
  RolledBack: 'bad',
  UpdateRollbackFailed: 'bad',
  Starting: 'waiting',
  Executing: 'waiting',
  Stopping: 'waiting',
  Stopped: 'waiting',
  Creating: 'waiting',
  Updating: 'waiting',
  SystemUpdating: 'waiting',
  RollingBack: 'waiting',
  Deleting: 'waiting',
  PendingManualApproval: 'waiting',
};

/** Signs in a box of 12 by 12. */
const SIGNS: Record<Tone, string> = {
  good: 'M2.5 6.5 5 9l4.5-5.5',
  bad: 'M3 3l6 6M9 3l-6 6',
  waiting: 'M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M6 3.6V6l1.8 1.2',
  idle: 'M3 6h6',
};

/** A state that SageMaker has and this page does not know is shown without an opinion. */
export function toneOf(status: string): Tone {
  return Object.hasOwn(TONES, status) ? TONES[status] : 'idle';
}

/** The sign of a tone, drawn at a place of an SVG. */
export function signAt(tone: Tone, x: number, y: number): Markup {
  return html`<path class="sign ${tone}" transform="translate(${x} ${y})" d="${SIGNS[tone]}" />`;
}

/** A state in a text: its sign and its word. */
export function badge(tone: Tone, word: string): Markup {
  return html`<span class="badge ${tone}"><svg aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">${signAt(tone, 0, 0)}</svg>${word}</span>`;
}
