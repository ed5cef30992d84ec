import { DefinitionObject } from '../../../lambda/write-definition/definition-object';
import { FakeObjects } from '../../lambda/support/fake-objects';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { ACCOUNT, ARTIFACTS, KEY, MODEL, PREFIX, REGION } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';

const ASSETS = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`;
const UPLOAD = `s3://${ASSETS}/sagemaker-pipelines/0123.json`;

const definition = (pipeline: string, role: string) => (
  { Bucket: ARTIFACTS, Prefix: `definitions/Team/${pipeline}/`, EncryptionKeyArn: KEY, Source: { Uri: UPLOAD, Values: [role] } }
);

/** What happens to definitions, each step with the identity that the step before it left behind. */
class Definitions implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly s3 = new FakeObjects(ASSETS, ARTIFACTS);
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire, private readonly asked: readonly Asked[]) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerPipelineDefinition');
    const resource = new DefinitionObject(wire.client('s3', this.s3.direct), time);
    this.s3.objects.set(UPLOAD, JSON.stringify(['{"Role":"', { value: 0, as: 'text' }, '"}']));
    this.happenings = asked.map((each) => ({
      deliver: () => this.cloudFormation.ask(resource, { ...each, physicalId: each.physicalId && this.identity(each.physicalId) }),
    }));
  }

  public endState() {
    return { objects: [...this.s3.objects].sort(), answers: this.asked.map(({ id }) => this.cloudFormation.answers.get(id)) };
  }

  public leftOver(): string[] {
    const unwanted = this.asked.filter(({ type }) => type === 'Delete').map(({ physicalId }) => this.identity(physicalId!));
    return [...unwanted.filter((uri) => this.s3.objects.has(uri)), ...this.cloudFormation.waiting(...this.asked.map(({ id }) => id))];
  }

  public close(): void {
    this.cloudFormation.close();
  }

  /** What a request was answered, which CloudFormation remembers. */
  private identity(request: string): string {
    return this.cloudFormation.answers.get(request).PhysicalResourceId as string;
  }
}

export const scenarios: Scenario[] = [
  {
    name: 'a definition made, changed, and its old object deleted',
    handler: 'write-definition',
    inOrder: 'CloudFormation asks for the next change of a resource when the one before it was answered.',
    open: (wire) => new Definitions(wire, [
      { type: 'Create', id: 'create', resource: 'Definition', properties: definition(MODEL, 'one') },
      { type: 'Update', id: 'update', resource: 'Definition', properties: definition(MODEL, 'two'), oldProperties: definition(MODEL, 'one'), physicalId: 'create' },
      { type: 'Delete', id: 'clean', resource: 'Definition', properties: definition(MODEL, 'one'), physicalId: 'create' },
    ]),
  },
  {
    name: 'two definitions made at once',
    handler: 'write-definition',
    open: (wire) => new Definitions(wire, [MODEL, `${PREFIX}churn`].map((name) => ({ type: 'Create', id: name, resource: name, properties: definition(name, 'one') }))),
  },
];
