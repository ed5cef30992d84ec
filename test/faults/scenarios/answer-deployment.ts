import { answerDeployment } from '../../../lambda/answer-deployment/answer';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import type { Wire } from '../wire';
import { CloudFormation } from './custom-resource';

const BUILDS = [
  { id: 'built', attributes: { ImageUri: 'registry/images:1' } },
  { id: 'not-built', error: { Error: 'States.TaskFailed', Cause: 'no permission' } },
];

/** Builds that a deployment waits for, one of which failed. */
class Builds implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerExecution');
    this.happenings = BUILDS.map(({ id, ...end }) => {
      const { ResponseURL, StackId, RequestId, LogicalResourceId } = this.cloudFormation.request({ type: 'Create', id, resource: id, properties: {} });
      const request = { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'machine' };
      return { deliver: () => wire.invoke(() => answerDeployment({ request, ...end }, 'stream', noLog(), time)) };
    });
  }

  public endState() {
    return BUILDS.map(({ id }) => this.cloudFormation.answers.get(id)).map(({ Status, Data, Reason }) => ({ Status, Data, Reason }));
  }

  public leftOver(): string[] {
    return BUILDS.filter(({ id }) => !this.cloudFormation.answers.has(id)).map(({ id }) => `request ${id} without an answer`);
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

export const scenarios: Scenario[] = [{ name: 'a build that ended well and one that failed', handler: 'answer-deployment', open: (wire) => new Builds(wire) }];
