import { EndpointSettingsResource } from '../../../lambda/configure-endpoint/endpoint-settings';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, PREFIX } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';
import { Records, settingsOf } from './records';

const OTHER = `${PREFIX}churn`;

/** Deployments that say what endpoints should be. Deletions are answered by somebody else. */
class Deployments implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly records: Records;
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire, private readonly asked: readonly Asked[], existing: readonly string[], private readonly instances?: number) {
    const time = wire.time(this.time);
    this.records = new Records(wire);
    existing.forEach((name) => this.records.have(settingsOf(name)));
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerEndpointSettings');
    const resource = new EndpointSettingsResource(this.records.records, this.records.waker, time);
    this.happenings = asked.map((each) => ({ deliver: () => this.cloudFormation.ask(resource, each) }));
  }

  public endState() {
    const answers = [...this.cloudFormation.answers.values()].map(({ RequestId, Status, PhysicalResourceId }) => [RequestId, Status, PhysicalResourceId]);
    return { wanted: this.records.wanted, answers: answers.sort() };
  }

  public leftOver(): string[] {
    const answeredHere = this.asked.filter(({ type }) => type !== 'Delete').map(({ id }) => id);
    const old = this.instances === undefined ? [] : this.records.wanted.filter(({ settings: { instanceCount } }) => instanceCount !== this.instances);
    return [...this.records.asleep, ...this.cloudFormation.waiting(...answeredHere), ...old.map(({ endpointName }) => `older settings of ${endpointName}`)];
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

const settings = (name: string, instanceCount = 1) => ({ Settings: JSON.stringify(settingsOf(name, { instanceCount })) });

export const scenarios: Scenario[] = [
  {
    name: 'an endpoint that is made, changed and deleted',
    handler: 'configure-endpoint',
    inOrder: 'CloudFormation asks for the next change of a resource only when it was answered about the last',
    open: (wire) => new Deployments(wire, [
      { type: 'Create', id: 'create', resource: MODEL, properties: settings(MODEL) },
      { type: 'Update', id: 'update', resource: MODEL, properties: settings(MODEL, 2), oldProperties: settings(MODEL), physicalId: MODEL },
      { type: 'Delete', id: 'delete', resource: MODEL, properties: settings(MODEL, 2), physicalId: MODEL },
    ], []),
  },
  {
    name: 'an endpoint that is made and changed, and whose making is asked for once more after that',
    handler: 'configure-endpoint',
    inOrder: 'what comes late is one of the events',
    open: (wire) => new Deployments(wire, [
      { type: 'Create', id: 'create', resource: MODEL, properties: settings(MODEL) },
      { type: 'Update', id: 'update', resource: MODEL, properties: settings(MODEL, 2), oldProperties: settings(MODEL), physicalId: MODEL },
      { type: 'Create', id: 'create', resource: MODEL, properties: settings(MODEL) },
    ], [], 2),
  },
  {
    name: 'an endpoint that is changed beside one that is deleted',
    handler: 'configure-endpoint',
    open: (wire) => new Deployments(wire, [
      { type: 'Update', id: 'update', resource: MODEL, properties: settings(MODEL, 2), oldProperties: settings(MODEL), physicalId: MODEL },
      { type: 'Delete', id: 'delete', resource: OTHER, properties: settings(OTHER), physicalId: OTHER },
    ], [MODEL, OTHER]),
  },
];
