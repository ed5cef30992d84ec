import { Callbacks } from '../../../lambda/run-glue/callbacks';
import { Crawls } from '../../../lambda/run-glue/crawls';
import { GlueRunner } from '../../../lambda/run-glue/glue-runner';
import { JobRuns } from '../../../lambda/run-glue/job-runs';
import type { GlueRunAnswer } from '../../../lib/core/contract';
import { FakeCallbacks, type FakeCallback } from '../../lambda/support/fake-callbacks';
import { FakeGlue } from '../../lambda/support/fake-glue';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, PREFIX, sagemakerArn } from '../site';
import type { Wire } from '../wire';

const executionOf = (id: string) => sagemakerArn(`pipeline/${MODEL}/execution/${id}`);
/** What happens to a step between two looks. */
type Between = (world: GlueWorld, step: FakeCallback, executionArn: string) => void;

/** Steps of as many runs, each looked at as often as the state machine does: once at first, and again after each thing that happens. */
class GlueWorld implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  public readonly glue = new FakeGlue(this.time);
  public readonly callbacks = new FakeCallbacks();
  private readonly steps: FakeCallback[] = [];

  constructor(wire: Wire, steps: readonly { readonly asks: object; readonly happens: readonly Between[] }[]) {
    const { glue, callbacks, time } = this;
    glue.jobs.set(MODEL, { maxRetries: 1 });
    glue.crawlers.set(`${PREFIX}lake`, []);
    const client = wire.client('glue', glue.direct);
    const runner = new GlueRunner(new Callbacks(wire.client('sagemaker', callbacks.direct)), new JobRuns(client), new Crawls(client), wire.time(time));
    const startTime = new Date(time.now()).toISOString();
    const looks = steps.map(({ asks, happens }, n) => {
      const executionArn = executionOf(`run${n}`);
      const step = callbacks.waiting(executionArn, `token0000${n}`);
      this.steps.push(step);
      let before: Partial<GlueRunAnswer> = {};
      const deliver = async () => {
        const callback = { token: step.token, pipelineExecutionArn: executionArn, arguments: asks };
        before = await wire.invoke(() => runner.advance({ callback, startTime, before }, noLog()));
      };
      return [{ deliver }, ...happens.map((happen) => ({ occur: () => happen(this, step, executionArn), deliver }))];
    });
    // In turns: the first looks at all of them, then the second ones.
    this.happenings = [0, 1, 2, 3].flatMap((turn) => looks.flatMap((each) => each[turn] ?? []));
  }

  public endState() {
    return {
      steps: this.steps.map(({ status, outputs, reason }) => ({ status, outputs, reason })),
      runs: this.glue.runs.filter(({ JobRunState }) => JobRunState === 'SUCCEEDED').length,
    };
  }

  public leftOver(): string[] {
    return [
      ...this.glue.runs.filter(({ JobRunState }) => JobRunState === 'RUNNING').map(({ Id }) => `run ${Id}`),
      ...this.steps.filter(({ status }) => status === 'Executing').map(({ token }) => `step ${token}`),
    ];
  }

  /** What still runs of a step's work; a run that was stopped because there were two is none. */
  public ends(state: 'SUCCEEDED' | 'FAILED'): void {
    this.glue.runs.filter(({ JobRunState }) => JobRunState === 'RUNNING').forEach((run) => this.glue.end(run, state, state === 'FAILED' ? { ErrorMessage: 'no' } : {}));
  }
}

const job = { jobName: MODEL, jobArguments: { '--input': 's3://lake/raw/' } };
const crawler = { crawlerName: `${PREFIX}lake` };
const open = (...steps: ConstructorParameters<typeof GlueWorld>[1]) => (wire: Wire): World => new GlueWorld(wire, steps);

export const scenarios: Scenario[] = [
  {
    name: 'a job and a crawler that end well',
    handler: 'run-glue',
    open: open(
      { asks: job, happens: [(world) => world.ends('SUCCEEDED')] },
      { asks: crawler, happens: [({ glue }) => glue.crawlers.get(crawler.crawlerName)!.forEach((crawl) => Object.assign(crawl, { State: 'COMPLETED' }))] },
    ),
  },
  {
    name: 'a job that fails twice, which is as often as it may',
    handler: 'run-glue',
    inOrder: 'the state machine looks again when the look before has ended',
    open: open({ asks: job, happens: [
      (world) => world.ends('FAILED'), ({ glue }) => glue.tryAgain(glue.runs.find(({ JobRunState }) => JobRunState === 'FAILED')!), (world) => world.ends('FAILED'),
    ] }),
  },
  {
    name: 'a run that is stopped, and one whose step somebody else answers',
    handler: 'run-glue',
    inOrder: 'the state machine looks again when the look before has ended',
    open: open(
      { asks: job, happens: [({ callbacks }, _, executionArn) => callbacks.executions.set(executionArn, 'Stopping')] },
      { asks: crawler, happens: [({ glue }, step) => {
        glue.crawlers.get(crawler.crawlerName)!.forEach((crawl) => Object.assign(crawl, { State: 'COMPLETED' }));
        step.status = 'Failed';
      }] },
    ),
  },
];
