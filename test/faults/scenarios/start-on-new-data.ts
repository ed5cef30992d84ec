import type { LandedObject } from '../../../lib/core/contract';
import { Executions } from '../../../lambda/shared/executions';
import { NewData } from '../../../lambda/start-on-new-data/new-data';
import { FakePipelines } from '../../lambda/support/fake-pipelines';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL } from '../site';
import type { Wire } from '../wire';

const MINUTE_MS = 60_000;
/** How long a message rests, and until it comes again. */
const REST_MS = 5 * MINUTE_MS;
const AGAIN_MS = 7 * MINUTE_MS;
const RUN_MS = 20 * MINUTE_MS;

/** A queue with a message for each object, the pipeline that they start, and objects that land so many minutes after the one before. */
class Lake implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly pipelines = new FakePipelines();
  /** Messages that no delivery has ended, and when the objects landed. */
  private readonly waiting = new Map<string, number>();

  constructor(wire: Wire, minutesBetween: readonly number[], statuses: readonly string[] = []) {
    this.pipelines.now = () => this.time.now();
    this.pipelines.pipeline(MODEL, ...statuses);
    const newData = new NewData(new Executions(wire.client('sagemaker', this.pipelines.direct)), wire.time(this.time));
    this.happenings = minutesBetween.map((minutes, n) => ({
      occur: () => {
        this.time.pass(minutes * MINUTE_MS);
        this.waiting.set(`m-${n}`, this.time.now());
      },
      deliver: async () => {
        this.time.pass(REST_MS);
        // The queue brings messages again until the function lets them go.
        for (let looks = 0; this.waiting.size > 0 && looks < 50; looks++) {
          this.endRuns();
          const { batchItemFailures } = await wire.invoke(() => newData.handle(this.event(), this.time.now() + MINUTE_MS, noLog()));
          const again = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
          [...this.waiting.keys()].filter((id) => !again.has(id)).forEach((id) => this.waiting.delete(id));
          this.time.pass(AGAIN_MS);
        }
      },
    }));
  }

  public endState() {
    const newest = this.pipelines.pipelines.get(MODEL)!.filter(({ displayName }) => displayName?.startsWith('data-'));
    return { started: newest.length > 0 };
  }

  public leftOver(): string[] {
    return [...this.waiting.keys()].map((id) => `the object of ${id}, which no run has`);
  }

  private event() {
    const records = [...this.waiting].map(([messageId, landedAt]) => {
      const object: LandedObject = { pipelineName: MODEL, watch: '0123456789', place: 's3://lake/raw/', gatherSeconds: 300, landedAt: new Date(landedAt).toISOString() };
      return { messageId, body: JSON.stringify(object) };
    });
    return { Records: records } as unknown as Parameters<NewData['handle']>[0];
  }

  private endRuns(): void {
    this.pipelines.pipelines.get(MODEL)!.filter(({ startedAt = 0 }) => this.time.now() - startedAt >= RUN_MS).forEach((run) => {
      run.status = 'Succeeded';
    });
  }
}

export const scenarios: Scenario[] = [
  { name: 'two objects, one after the other had its run', handler: 'start-on-new-data', open: (wire) => new Lake(wire, [0, 30]) },
  { name: 'an object while a run of somebody else goes on', handler: 'start-on-new-data', open: (wire) => new Lake(wire, [0], ['Executing']) },
];
