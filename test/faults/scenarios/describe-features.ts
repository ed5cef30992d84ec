import { FeatureDescriptions } from '../../../lambda/describe-features/feature-descriptions';
import { FakeFeatureTexts } from '../../lambda/support/fake-feature-texts';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { CUSTOMERS_GROUP, ORDERS_GROUP } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';

const said = (FeatureName: string, Description: string, ...keys: string[]) => ({ FeatureName, Description, Parameters: keys.map((Key) => ({ Key, Value: 'x' })) });
const saying = (FeatureGroupName: string, ...Features: object[]) => ({ FeatureGroupName, Features });
const FIRST = saying(CUSTOMERS_GROUP, said('id', 'Who', 'owner', 'source'), said('age', 'Years', 'unit'));
const SECOND = saying(CUSTOMERS_GROUP, said('id', 'Who it is', 'owner', 'since'), said('at', 'When'));

/** What the features of groups mean, said, said otherwise, and said no more. */
class Descriptions implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly texts = new FakeFeatureTexts([CUSTOMERS_GROUP, ORDERS_GROUP], ['id', 'at', 'age']);
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire, private readonly asked: readonly Asked[]) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerFeatureDescriptions');
    const resource = new FeatureDescriptions(wire.client('sagemaker', this.texts.direct), time);
    this.happenings = asked.map((each) => ({ deliver: () => this.cloudFormation.ask(resource, each) }));
  }

  public endState() {
    const answers = [...this.cloudFormation.answers.values()].map(({ RequestId, Status, PhysicalResourceId }) => [RequestId, Status, PhysicalResourceId]);
    return { texts: [...this.texts.groups].map(([group, texts]) => [group, [...texts]]), answers: answers.sort() };
  }

  public leftOver(): string[] {
    return this.cloudFormation.waiting(...this.asked.map(({ id }) => id));
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

export const scenarios: Scenario[] = [
  {
    name: 'features that are described, described otherwise, and left',
    handler: 'describe-features',
    inOrder: 'CloudFormation asks for the next change of a resource only when it was answered about the last',
    open: (wire) => new Descriptions(wire, [
      { type: 'Create', id: 'create', resource: 'Descriptions', properties: FIRST },
      { type: 'Update', id: 'update', resource: 'Descriptions', properties: SECOND, oldProperties: FIRST, physicalId: CUSTOMERS_GROUP },
      { type: 'Delete', id: 'delete', resource: 'Descriptions', properties: SECOND, physicalId: CUSTOMERS_GROUP },
    ]),
  },
  {
    name: 'two groups that are described side by side',
    handler: 'describe-features',
    open: (wire) => new Descriptions(wire, [
      { type: 'Update', id: 'customers', resource: 'Customers', properties: SECOND, oldProperties: FIRST, physicalId: CUSTOMERS_GROUP },
      { type: 'Create', id: 'orders', resource: 'Orders', properties: saying(ORDERS_GROUP, said('id', 'Which', 'owner')) },
    ]),
  },
];
