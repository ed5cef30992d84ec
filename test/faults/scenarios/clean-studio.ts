import { StudioCleaner } from '../../../lambda/clean-studio/cleaner';
import { StudioContents } from '../../../lambda/clean-studio/contents-resource';
import { Studio } from '../../../lambda/clean-studio/studio';
import type { StudioLook, StudioLookAnswer } from '../../../lib/core/contract';
import { FakeStudio } from '../../lambda/support/fake-studio';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { STUDIO_DOMAIN, STUDIO_MACHINE } from '../site';
import type { Wire } from '../wire';
import { CloudFormation } from './custom-resource';
import { Executions } from './executions';

/** What leaves its stack: a whole domain, or what one person or one space has. */
interface Leaving {
  readonly identity: string;
  readonly properties: object;
}

/** People left apps running and made spaces and a profile; then a stack is deleted. */
class Workplace implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly studio = new FakeStudio(STUDIO_DOMAIN);
  private readonly cloudFormation: CloudFormation;
  private readonly executions: Executions;
  /** The groups of the home file system, which another look finds gone. */
  private groups = ['security-group-for-inbound-nfs', 'security-group-for-outbound-nfs'];

  constructor(wire: Wire, private readonly leaving: readonly Leaving[]) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerStudioContents');
    this.executions = new Executions(wire);
    const resource = new StudioContents(this.executions.client, time);
    const cleaner = new StudioCleaner(new Studio(wire.client('sagemaker', this.studio.direct)), time);
    this.furnish();
    const asks = leaving.map(({ identity, properties }): Happening => ({
      deliver: () => this.cloudFormation.ask(resource, {
        type: 'Delete', id: identity, resource: identity, physicalId: identity,
        properties: { StateMachineArn: STUDIO_MACHINE, DomainId: STUDIO_DOMAIN, ...properties },
      }),
    }));
    const machines = leaving.map(({ identity }): Happening => ({ deliver: () => this.run(identity, (look) => wire.invoke(() => cleaner.advance(look, 'log', noLog()))) }));
    this.happenings = leaving.flatMap((_, n) => [asks[n], machines[n]]);
  }

  private furnish(): void {
    const { studio } = this;
    studio.pageSize = 2;
    ['ana', 'ben'].forEach((name) => studio.profile(name));
    [['anas', 'ana'], ['bens', 'ben'], ['lab', undefined]].forEach(([space, owner]) => studio.space(space!, owner));
    ['anas', 'lab'].forEach((SpaceName) => studio.app({ SpaceName }));
    studio.app({ UserProfileName: 'ben' }, 'InService', 'default', 'Canvas');
  }

  /** The state machine: looks, waits and looks again. */
  private async run(identity: string, look: (event: StudioLook) => Promise<StudioLookAnswer>): Promise<void> {
    const cleanUp = [...this.executions.inputs.values()].map((input) => JSON.parse(input)).find((input) => input.request.PhysicalResourceId === identity) as StudioLook['cleanUp'] | undefined;
    if (!cleanUp) {
      throw new Error(`nothing was started for ${identity}`);
    }
    const startTime = new Date(this.time.now()).toISOString();
    let before: StudioLook['before'];
    for (;;) {
      const answer = await look({ cleanUp, startTime, before });
      if (answer.next === 'DONE') {
        return;
      }
      const groups = answer.next === 'GROUPS' ? { found: this.groups.map((GroupName) => ({ GroupName })) } : undefined;
      this.groups = groups ? this.groups.slice(1) : this.groups;
      before = { ...answer, groups };
      this.time.pass(answer.waitSeconds * 1_000);
    }
  }

  public endState() {
    const answers = this.leaving.map(({ identity }) => this.cloudFormation.answers.get(identity))
      .map(({ Status, PhysicalResourceId }) => ({ Status, PhysicalResourceId }));
    return { contents: this.studio.contents, homes: this.studio.homes, answers };
  }

  public leftOver(): string[] {
    return this.cloudFormation.waiting(...this.leaving.map(({ identity }) => identity));
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

const ana: Leaving = { identity: `${STUDIO_DOMAIN}/user-profile/ana`, properties: { UserProfileName: 'ana' } };
const lab: Leaving = { identity: `${STUDIO_DOMAIN}/space/lab`, properties: { SpaceName: 'lab' } };
const domain: Leaving = { identity: `${STUDIO_DOMAIN}/homes`, properties: { HomeVpcId: 'vpc-0123456789abcdef0' } };

export const scenarios: Scenario[] = [
  { name: 'a person and a shared space leave', handler: 'clean-studio', open: (wire) => new Workplace(wire, [ana, lab]) },
  { name: 'a domain with a home file system and all in it leaves', handler: 'clean-studio', open: (wire) => new Workplace(wire, [domain]) },
];
