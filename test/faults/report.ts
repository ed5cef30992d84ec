import type { Trial, Result } from './converge';
import { FAULT_NAMES, type FaultName } from './fault';

const OK = 'ok';
const NONE = '-';

/** What `npm run faults` writes to a file. */
export interface Report {
  readonly converged: boolean;
  readonly points: number;
  readonly trials: number;
  readonly scenarios: readonly {
    readonly handler: string;
    readonly scenario: string;
    readonly inOrder?: string;
    readonly points: number;
    readonly trials: number;
  }[];
  readonly failed: readonly {
    readonly handler: string;
    readonly scenario: string;
    readonly point: string;
    readonly fault: FaultName;
    readonly problem: string;
  }[];
  readonly uncovered: readonly string[];
  readonly policies: readonly string[];
}

export function reportOf(results: readonly Result[], uncovered: readonly string[], policies: readonly string[]): Report {
  const failed = results.flatMap(({ scenario: { handler, name }, trials }) => trials.filter(isProblem).map(({ point, fault, problem }) => (
    { handler, scenario: name, point: `${point.service} ${point.command} ${point.occurrence}`, fault, problem: problem! }
  )));
  return {
    converged: failed.length === 0 && uncovered.length === 0 && policies.length === 0,
    points: sum(results, ({ points }) => points.length),
    trials: sum(results, ({ trials }) => trials.length),
    scenarios: results.map(({ scenario: { handler, name, inOrder }, points, trials }) => (
      { handler, scenario: name, inOrder, points: points.length, trials: trials.length }
    )),
    failed,
    uncovered,
    policies,
  };
}

/** Points by faults: a line for each call of each handler, with the number of points where scenarios come to it. */
export function tableOf(results: readonly Result[]): string[] {
  const handlers = new Set(results.map(({ scenario }) => scenario.handler));
  const lines = [...handlers].flatMap((handler) => linesOf(results.filter(({ scenario }) => scenario.handler === handler)));
  const header = ['call', 'points', ...FAULT_NAMES];
  const widths = header.map((_, column) => Math.max(...[header, ...lines].map((line) => (line.length > 1 ? line[column].length : 0))));
  return [header, ...lines].map((line) => (line.length === 1 ? line[0] : line.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()));
}

function linesOf(results: readonly Result[]): string[][] {
  const trials = results.flatMap((result) => result.trials);
  const kinds = [...new Set(results.flatMap(({ points }) => points.map(({ service, command }) => `${service} ${command}`)))];
  return [[results[0].scenario.handler], ...kinds.map((kind) => {
    const own = trials.filter(({ point }) => `${point.service} ${point.command}` === kind);
    const points = sum(results, ({ points: all }) => all.filter(({ service, command }) => `${service} ${command}` === kind).length);
    return [`  ${kind}`, String(points), ...FAULT_NAMES.map((fault) => cell(own.filter((trial) => trial.fault === fault)))];
  })];
}

function cell(trials: readonly Trial[]): string {
  const failed = trials.filter(isProblem).length;
  return trials.length === 0 ? NONE : failed === 0 ? OK : `${failed} of ${trials.length}`;
}

function isProblem({ problem }: Trial): boolean {
  return problem !== undefined;
}

function sum<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}
