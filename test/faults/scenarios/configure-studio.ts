import { StudioSettingsResource } from '../../../lambda/configure-studio/settings-resource';
import { FakeStudioSettings } from '../../lambda/support/fake-studio-settings';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { STUDIO_DOMAIN } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';

const app = { DefaultResourceSpec: { InstanceType: 'ml.t3.medium' } };
const canvas = (Status: string) => ({ CanvasAppSettings: { DirectDeploySettings: { Status }, WorkspaceSettings: { S3ArtifactPath: 's3://work' } } });
const emr = { JupyterLabAppSettings: { EmrSettings: { AssumableRoleArns: ['arn:aws:iam::210987654321:role/find'], ExecutionRoleArns: [] } } };
const FIRST = { DomainId: STUDIO_DOMAIN, Settings: { UserSettings: { ...canvas('ENABLED'), ...emr }, DomainSettings: { AmazonQSettings: { Status: 'ENABLED' } } } };
const SECOND = { DomainId: STUDIO_DOMAIN, Settings: { UserSettings: canvas('DISABLED') } };
const ANA = `${STUDIO_DOMAIN}/ana`;
const ANAS = { DomainId: STUDIO_DOMAIN, UserProfileName: 'ana', Settings: { UserSettings: canvas('ENABLED') } };

/** The settings of a domain and of a person in it. */
class Settings implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly studio = new FakeStudioSettings();
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire, private readonly asked: readonly Asked[]) {
    const time = wire.time(this.time);
    this.studio.keep(STUDIO_DOMAIN, { DefaultUserSettings: { ExecutionRole: 'arn:role', JupyterLabAppSettings: app } });
    this.studio.keep(ANA);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerStudioSettings');
    const resource = new StudioSettingsResource(wire.client('sagemaker', this.studio.direct), time);
    this.happenings = asked.map((each) => ({ deliver: () => this.cloudFormation.ask(resource, each) }));
  }

  public endState() {
    const answers = [...this.cloudFormation.answers.values()].map(({ RequestId, Status, PhysicalResourceId }) => [RequestId, Status, PhysicalResourceId]);
    return { domain: this.studio.of(STUDIO_DOMAIN), ana: this.studio.of(ANA), answers: answers.sort() };
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
    name: 'settings of a domain that are made, changed, and taken back',
    handler: 'configure-studio',
    inOrder: 'CloudFormation asks for the next change of a resource only when it was answered about the last',
    open: (wire) => new Settings(wire, [
      { type: 'Create', id: 'create', resource: 'Settings', properties: FIRST },
      { type: 'Update', id: 'update', resource: 'Settings', properties: SECOND, oldProperties: FIRST, physicalId: STUDIO_DOMAIN },
      { type: 'Delete', id: 'delete', resource: 'Settings', properties: SECOND, physicalId: STUDIO_DOMAIN },
    ]),
  },
  {
    name: 'settings of a domain and of a person, side by side',
    handler: 'configure-studio',
    open: (wire) => new Settings(wire, [
      { type: 'Create', id: 'domain', resource: 'Settings', properties: FIRST },
      { type: 'Create', id: 'ana', resource: 'AnasSettings', properties: ANAS },
    ]),
  },
];
