import { GroupVersions } from '../../../lambda/delete-model-packages/group-versions';
import { FakeRegistry } from '../../lambda/support/fake-registry';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, PREFIX } from '../site';
import type { Wire } from '../wire';
import { CloudFormation } from './custom-resource';

const GROUPS = [MODEL, `${PREFIX}churn`];
const KEPT = `${PREFIX}fraud`;

/** Groups whose stacks are deleted, and one that stays. */
class Groups implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly registry = new FakeRegistry();
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerModelPackages');
    const resource = new GroupVersions(wire.client('sagemaker', this.registry.direct), time);
    Object.assign(this.registry, { pageSize: 2, looksUntilGone: 1 });
    [...GROUPS, KEPT].forEach((group) => this.registry.group(group, 3));
    this.happenings = GROUPS.map((group) => ({
      deliver: () => this.cloudFormation.ask(resource, { type: 'Delete', id: group, resource: group, properties: { ModelPackageGroupName: group }, physicalId: group }),
    }));
  }

  public endState() {
    const answers = GROUPS.map((group) => this.cloudFormation.answers.get(group)).map(({ Status, PhysicalResourceId }) => ({ Status, PhysicalResourceId }));
    return { versions: [...this.registry.groups], answers };
  }

  public leftOver(): string[] {
    return [...GROUPS.flatMap((group) => this.registry.groups.get(group)!), ...this.cloudFormation.waiting(...GROUPS)];
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

export const scenarios: Scenario[] = [
  { name: 'two groups deleted', handler: 'delete-model-packages', open: (wire) => new Groups(wire) },
];
