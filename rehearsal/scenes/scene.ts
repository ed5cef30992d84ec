import type { Break, Moment } from '../breaks';
import type { Printer } from '../report/printer';
import type { Report } from '../report/report';
import type { App } from '../stage/app';
import type { Stage } from '../stage/stage';
import type { Workspace } from '../stage/workspace';

/** What every scene plays with. */
export interface Play {
  readonly stage: Stage;
  readonly app: App;
  readonly workspace: Workspace;
  readonly report: Report;
  readonly printer: Printer;
  /** What is being modelled; pipeline and registry are found by it. */
  readonly model: string;
  /** What scenes before this one found, or did once and for all. */
  readonly memory: Memory;
  /** A defect that is planted on purpose. */
  readonly planted?: Break;
}

/** What one scene leaves for another, on the same deployment. */
export interface Memory {
  /** Whether the account is ready for the CDK. */
  prepared: boolean;
  deployed: boolean;
  /** Runs of the pipeline that were there before the deployment. */
  runsBefore: readonly string[];
  /** Time of the last analysis: a job is named for its minute. */
  analysed: number;
  /** ARN of the version that the last deployment's run registered. */
  registered?: string;
}

export function emptyMemory(): Memory {
  return { prepared: false, deployed: false, runsBefore: [], analysed: 0 };
}

/** One part of the rehearsal; throws a Failure when it cannot go on. */
export type Scene = (play: Play) => Promise<void>;

/** Does some work and says how long it took. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

/** Notes whether something is as it must be. */
export function check(report: Report, what: string, ok: boolean, detail = ''): void {
  report.checks.push({ what, ok, detail });
}

/** A moment at which a planted defect may do its harm. */
export async function moment(play: Play, name: Moment): Promise<void> {
  await play.planted?.at?.[name]?.(play);
}
