import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { callsOf } from './calls';
import { converge, type Result } from './converge';
import type { Scenario } from './scenario';

const ROOT = resolve(__dirname, '..', '..');
export const HANDLERS = join(ROOT, 'lambda');
export const SCENARIOS = join(__dirname, 'scenarios');

/** Every handler is a folder with a `handler.ts`. */
export function handlersIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'handler.ts'))).sort();
}

/** The scenarios of one handler; none where nobody wrote any. */
export async function scenariosOf(handler: string): Promise<Scenario[]> {
  const file = join(SCENARIOS, handler);
  return existsSync(`${file}.ts`) ? (await import(file) as { scenarios: Scenario[] }).scenarios : [];
}

/** Lives every scenario of these handlers with every fault at every point. */
export async function runAll(handlers: readonly string[] = handlersIn(HANDLERS)): Promise<Result[]> {
  const results: Result[] = [];
  for (const scenario of (await Promise.all(handlers.map(scenariosOf))).flat()) {
    results.push(await converge(scenario));
  }
  return results;
}

/** Handlers without a scenario, and calls that no scenario makes, in words. */
export function uncovered(results: readonly Result[], handlers: readonly string[] = handlersIn(HANDLERS), folder = HANDLERS): string[] {
  return handlers.flatMap((handler) => {
    const own = results.filter(({ scenario }) => scenario.handler === handler);
    if (own.length === 0) {
      return [`lambda/${handler} has no scenario: write test/faults/scenarios/${handler}.ts`];
    }
    const made = new Set(own.flatMap(({ clean }) => clean.map(({ service, command }) => `${service} ${command}`)));
    return [...callsOf(join(folder, handler, 'handler.ts'))].filter((call) => !made.has(call)).sort()
      .map((call) => `lambda/${handler} can call ${call}, and no scenario in test/faults/scenarios/${handler}.ts does so undisturbed`);
  });
}
