import { isDeepStrictEqual } from 'node:util';
import { FAULT_NAMES, FAULTS, type FaultName } from './fault';
import type { Happening, Scenario, World } from './scenario';
import { Wire, type Point, type Sent } from './wire';

/** Lambda's tries of an event: the first, and two more, one and two minutes later. State machines try more often. */
const TRIES = 3;
const MINUTE_MS = 60_000;

/** How a world ended up. */
export interface Life {
  readonly endState: unknown;
  readonly leftOver: readonly string[];
  readonly sent: readonly Sent[];
  /** How many things happened. */
  readonly happenings: number;
  /** Deliveries that had to be made again. */
  readonly redeliveries: number;
}

/** One point with one fault. */
export interface Trial {
  readonly point: Point;
  readonly fault: FaultName;
  readonly redeliveries: number;
  /** Why it did not converge; undefined when it did. */
  readonly problem?: string;
}

/** All trials of a scenario. */
export interface Result {
  readonly scenario: Scenario;
  readonly points: readonly Point[];
  readonly trials: readonly Trial[];
  /** Requests of the undisturbed life. */
  readonly clean: readonly Sent[];
  /** Requests of all lives, each kind of input once. */
  readonly sent: readonly Sent[];
}

/** Lives the scenario undisturbed, then once for every request with every fault that it can have. */
export async function converge(scenario: Scenario): Promise<Result> {
  const clean = await live(scenario);
  if (clean.redeliveries > 0 || clean.leftOver.length > 0) {
    throw new Error(`'${scenario.name}' of ${scenario.handler} does not end well undisturbed: ${clean.redeliveries} redeliveries, left over: ${clean.leftOver.join(', ')}`);
  }
  const points = pointsOf(clean.sent);
  const trials: Trial[] = [];
  const sent = new Map<string, Sent>();
  const note = (all: readonly Sent[]) => all.forEach((each) => sent.set(JSON.stringify(each), each));
  note(clean.sent);
  for (const point of points) {
    for (const fault of faultsOf(scenario, clean)) {
      const { trial, sent: more } = await tried(scenario, clean, point, fault);
      trials.push(trial);
      note(more);
    }
  }
  return { scenario, points, trials, clean: clean.sent, sent: [...sent.values()] };
}

/** Where events come in order, or there is one alone, none is out of order. */
function faultsOf({ inOrder }: Scenario, { happenings }: Life): readonly FaultName[] {
  return FAULT_NAMES.filter((fault) => fault !== 'out of order' || (inOrder === undefined && happenings > 1));
}

async function tried(scenario: Scenario, clean: Life, point: Point, fault: FaultName): Promise<{ trial: Trial; sent: readonly Sent[] }> {
  try {
    const life = await live(scenario, { point, fault });
    const problem = difference(clean, life);
    return { trial: { point, fault, redeliveries: life.redeliveries, ...(problem !== undefined && { problem }) }, sent: life.sent };
  } catch (error) {
    const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { trial: { point, fault, redeliveries: TRIES, problem }, sent: [] };
  }
}

function difference(clean: Life, life: Life): string | undefined {
  if (life.leftOver.length > 0) {
    return `left over: ${life.leftOver.join(', ')}`;
  }
  return isDeepStrictEqual(life.endState, clean.endState) ? undefined : `ended with ${JSON.stringify(life.endState)} instead of ${JSON.stringify(clean.endState)}`;
}

/** Lives the scenario once. Throws when a delivery fails as often as it is made. */
export async function live(scenario: Scenario, trial?: { readonly point: Point; readonly fault: FaultName }): Promise<Life> {
  const wire = new Wire();
  const world = scenario.open(wire);
  try {
    const life = new Deliveries(world);
    wire.blow = trial && { point: trial.point, strike: FAULTS[trial.fault], around: life };
    await life.all();
    if (trial && !wire.struck) {
      throw new Error(`the life came to no ${trial.point.service} ${trial.point.command} with number ${trial.point.occurrence}`);
    }
    return {
      endState: plain(world.endState()), leftOver: world.leftOver(), sent: wire.sent, happenings: world.happenings.length, redeliveries: life.redeliveries,
    };
  } finally {
    world.close?.();
  }
}

/** Delivers what happens, again where a delivery failed, and out of turn where a fault says so. */
class Deliveries {
  public redeliveries = 0;
  private readonly delivered = new Set<Happening>();
  /** Deliveries out of turn that failed: they come again when the one at work has ended. */
  private readonly failed: Happening[] = [];
  private current = 0;

  constructor(private readonly world: World) {}

  public async all(): Promise<void> {
    const { happenings } = this.world;
    for (this.current = 0; this.current < happenings.length; this.current++) {
      if (await this.begin(happenings[this.current])) {
        await this.untilDone(happenings[this.current]);
      }
      for (let failed = this.failed.shift(); failed; failed = this.failed.shift()) {
        this.pass();
        await this.untilDone(failed);
      }
    }
  }

  public readonly again = (): Promise<void> => this.outOfTurn(this.world.happenings[this.current]);

  public readonly neighbour = async (): Promise<void> => {
    const { happenings } = this.world;
    const next = happenings.at(this.current + 1);
    if (next) {
      await this.begin(next);
    }
    await this.outOfTurn(next ?? happenings[this.current - 1]);
  };

  /** Lets it happen; false when it has happened, and so was delivered, before. */
  private async begin(happening: Happening): Promise<boolean> {
    if (this.delivered.has(happening)) {
      return false;
    }
    this.delivered.add(happening);
    await happening.occur?.();
    return true;
  }

  private async outOfTurn(happening: Happening): Promise<void> {
    await happening.deliver().catch(() => this.failed.push(happening));
  }

  private async untilDone(happening: Happening): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await happening.deliver();
        return;
      } catch (error) {
        if (tries === TRIES) {
          throw error;
        }
        this.pass(tries);
      }
    }
  }

  private pass(minutes = 1): void {
    this.redeliveries++;
    this.world.time.pass(minutes * MINUTE_MS);
  }
}

function pointsOf(sent: readonly Sent[]): Point[] {
  const counts = new Map<string, number>();
  return sent.map(({ service, command }) => {
    const occurrence = (counts.get(`${service} ${command}`) ?? 0) + 1;
    counts.set(`${service} ${command}`, occurrence);
    return { service, command, occurrence };
  });
}

/** Without members that are undefined, which say the same as members that are not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
