import { GroupManager } from '../../../lambda/manage-feature-group/group-manager';
import { FeatureGroupResource } from '../../../lambda/manage-feature-group/group-resource';
import { GroupService } from '../../../lambda/manage-feature-group/group-service';
import type { FeatureGroupLook, FeatureGroupLookAnswer } from '../../../lib/core/contract';
import { FakeFeatureGroups } from '../../lambda/support/fake-feature-groups';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { GROUPS_MACHINE, KEY, TASTES_GROUP } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';
import { Executions } from './executions';

const feature = (FeatureName: string, more: object = {}) => ({ FeatureName, FeatureType: 'Fractional', ...more });
const taste = feature('taste', { CollectionType: 'Vector', CollectionConfig: { VectorConfig: { Dimension: '2' } } });
const saying = (days: string, tags: object, ...features: object[]) => ({
  StateMachineArn: GROUPS_MACHINE, FeatureGroupName: TASTES_GROUP, RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at',
  FeatureDefinitions: [feature('id'), feature('at'), taste, ...features], Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  OnlineStoreConfig: { EnableOnlineStore: 'true', StorageType: 'InMemory', SecurityConfig: { KmsKeyId: KEY }, TtlDuration: { Unit: 'Days', Value: days } },
});
const FIRST = saying('30', { team: 'growth' });
const SECOND = saying('7', { stage: 'test' }, feature('more'));

/** A group with a vector that is made, changed and deleted; what each takes is asked for in several looks of a state machine. */
class Tastes implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly groups = new FakeFeatureGroups();
  private readonly cloudFormation: CloudFormation;
  private readonly executions: Executions;

  constructor(wire: Wire, private readonly asked: readonly Asked[]) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerFeatureGroup');
    this.executions = new Executions(wire);
    const resource = new FeatureGroupResource(this.executions.client, time);
    const manager = new GroupManager(new GroupService(wire.client('sagemaker', this.groups.direct)), time);
    this.happenings = asked.flatMap((each): Happening[] => [
      { deliver: () => this.cloudFormation.ask(resource, each) },
      { deliver: () => this.run(each.id, (look) => wire.invoke(() => manager.advance(look, 'log', noLog()))) },
    ]);
  }

  /** The state machine: looks, waits and looks again. */
  private async run(id: string, look: (event: FeatureGroupLook) => Promise<FeatureGroupLookAnswer>): Promise<void> {
    const work = [...this.executions.inputs.values()].map((input) => JSON.parse(input)).find((input) => input.request.RequestId === id) as FeatureGroupLook['work'] | undefined;
    if (!work) {
      throw new Error(`nothing was started for ${id}`);
    }
    const startTime = new Date(this.time.now()).toISOString();
    let before: FeatureGroupLookAnswer | undefined;
    while (before?.next !== 'DONE') {
      before = await look({ work, startTime, before });
      this.time.pass(before.waitSeconds * 1_000);
    }
  }

  public endState() {
    const answers = this.asked.map(({ id }) => this.cloudFormation.answers.get(id)).map(({ Status, PhysicalResourceId }) => ({ Status, PhysicalResourceId }));
    return { groups: this.groups.groups, answers };
  }

  public leftOver(): string[] {
    return this.cloudFormation.waiting(...this.asked.map(({ id }) => id));
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

const made: Asked = { type: 'Create', id: 'create', resource: 'Group', properties: FIRST };
const changed: Asked = { type: 'Update', id: 'update', resource: 'Group', properties: SECOND, oldProperties: FIRST, physicalId: TASTES_GROUP };
const inOrder = 'CloudFormation asks for the next change of a resource only when it was answered about the last';

export const scenarios: Scenario[] = [
  { name: 'a group with a vector that is made', handler: 'manage-feature-group', open: (wire) => new Tastes(wire, [made]) },
  { name: 'a group with a vector that is made and changed', handler: 'manage-feature-group', inOrder, open: (wire) => new Tastes(wire, [made, changed]) },
  {
    name: 'a group with a vector that is made and deleted',
    handler: 'manage-feature-group',
    inOrder,
    open: (wire) => new Tastes(wire, [made, { type: 'Delete', id: 'delete', resource: 'Group', properties: FIRST, physicalId: TASTES_GROUP }]),
  },
];
