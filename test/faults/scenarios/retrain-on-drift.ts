import { RetrainingRecords } from '../../../lambda/retrain-on-drift/records';
import { Retraining } from '../../../lambda/retrain-on-drift/retraining';
import { Executions } from '../../../lambda/shared/executions';
import { NoticeTopic } from '../../../lambda/shared/notices';
import { FakePipelines } from '../../lambda/support/fake-pipelines';
import { FakeTable } from '../../lambda/support/fake-table';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import { Played } from '../../lambda/support/played';
import { drift } from '../../lambda/support/retraining-world';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, RETRAININGS_TABLE, TOPIC } from '../site';
import type { Wire } from '../wire';

/** One pipeline and the drifts of its endpoint. */
class DriftingModel implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly pipelines = new FakePipelines();
  private readonly table = new FakeTable('endpointName');
  private readonly told = new Set<string>();

  constructor(wire: Wire, analyses: readonly string[], statuses: readonly string[]) {
    this.pipelines.now = () => this.time.now();
    this.pipelines.pipeline(MODEL, ...statuses);
    const sns = new Played().on('Publish', ({ Message }) => {
      this.told.add(Message);
      return { MessageId: '1' };
    }).direct;
    const retraining = new Retraining(
      new RetrainingRecords(wire.client('dynamodb', this.table.direct), RETRAININGS_TABLE),
      new Executions(wire.client('sagemaker', this.pipelines.direct)), new NoticeTopic(wire.client('sns', sns), TOPIC), wire.time(this.time),
    );
    this.happenings = analyses.map((analysis) => {
      const event = { ...drift(analysis), pipelineName: MODEL };
      return { deliver: () => wire.invoke(() => retraining.handle(event, noLog())) };
    });
  }

  public endState() {
    // Which of two drifts comes first starts the run; that one does, and the other does not, is the same in any order.
    return { runs: this.pipelines.pipelines.get(MODEL)!.map(({ status }) => status), decided: this.record('decided').map(({ outcome }: any) => outcome).sort(), told: this.told.size };
  }

  public leftOver(): string[] {
    return this.record('open') ? ['a retraining that is not finished'] : [];
  }

  private record(member: string): any {
    const text = this.table.items.get(`retraining#${MODEL}`)?.[member]?.S;
    return text && JSON.parse(text);
  }
}

export const scenarios: Scenario[] = [
  { name: 'a drift, and another in the cool-down', handler: 'retrain-on-drift', open: (wire) => new DriftingModel(wire, ['a-1', 'a-2'], ['Succeeded']) },
  { name: 'a drift while a run is going on', handler: 'retrain-on-drift', open: (wire) => new DriftingModel(wire, ['a-1'], ['Executing']) },
];
