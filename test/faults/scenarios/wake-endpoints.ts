import { EndpointWaker } from '../../../lambda/wake-endpoints/wake-endpoints';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, PREFIX, sagemakerArn } from '../site';
import type { Wire } from '../wire';
import { Records, settingsOf } from './records';

const OTHER = `${PREFIX}churn`;

/** Three endpoints, two of one group, and what they are woken by. */
class Endpoints implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly records: Records;

  constructor(wire: Wire, events: readonly object[]) {
    this.records = new Records(wire);
    this.records.have(settingsOf(MODEL));
    this.records.have(settingsOf(`${MODEL}-eu`, { modelPackageGroupName: MODEL }));
    this.records.have(settingsOf(OTHER));
    const waker = new EndpointWaker(this.records.records, this.records.waker, wire.time(this.time));
    this.happenings = events.map((event) => ({ deliver: () => wire.invoke(() => waker.handle(event, noLog())) }));
  }

  public endState() {
    return this.records.wanted;
  }

  public leftOver(): string[] {
    return this.records.asleep;
  }
}

const sagemaker = (detailType: string, detail: object) => ({ id: '1', source: 'aws.sagemaker', 'detail-type': detailType, detail });

export const scenarios: Scenario[] = [{
  name: 'an approval, an endpoint that changed, an order and the timer',
  handler: 'wake-endpoints',
  open: (wire) => new Endpoints(wire, [
    sagemaker('SageMaker Model Package State Change', { ModelPackageArn: sagemakerArn(`model-package/${MODEL}/3`), ModelPackageGroupName: MODEL }),
    sagemaker('SageMaker Endpoint State Change', { EndpointName: OTHER, EndpointStatus: 'FAILED' }),
    { order: 'stop', endpointName: OTHER },
    { order: 'reconcile' },
  ]),
}];
