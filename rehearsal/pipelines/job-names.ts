import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LONGEST = 63;
const RANDOM = 10;

/** A name as the service gives it: `pipelines-jsz7dxmqbkfv-Train-Ad8Iktwmsb`, with a long step name cut; without the first word where names must be short. */
export function jobName(executionId: string, stepName: string, longest = LONGEST): string {
  const random = Array.from({ length: RANDOM }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const start = `${longest < LONGEST ? '' : 'pipelines-'}${executionId}-${stepName.replace(/_/g, '-')}`;
  return `${start.slice(0, longest - RANDOM - 1).replace(/-+$/, '')}-${random}`;
}
