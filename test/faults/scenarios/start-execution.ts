import { StartedExecution } from '../../../lambda/start-execution/execution';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { IMAGES_MACHINE, SEARCHES_MACHINE } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';
import { Executions } from './executions';

/** A state machine, and deployments that want it run. */
class Machine implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly executions: Executions;
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire, private readonly asked: readonly Asked[]) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerExecution');
    this.executions = new Executions(wire);
    const resource = new StartedExecution(this.executions.client, time);
    this.happenings = asked.map((each) => ({ deliver: () => this.cloudFormation.ask(resource, each) }));
  }

  public endState() {
    const answers = this.answered.map((id) => this.cloudFormation.answers.get(id))
      .map(({ Status, PhysicalResourceId, Data }) => ({ Status, PhysicalResourceId, Data }));
    return { started: [...this.executions.inputs.keys()].sort(), answers };
  }

  public leftOver(): string[] {
    return this.cloudFormation.waiting(...this.answered);
  }

  /** What is awaited is answered by the state machine. */
  private get answered(): string[] {
    return this.asked.filter(({ properties }) => !('AwaitedInput' in properties)).map(({ id }) => id);
  }

  public close(): void {
    this.cloudFormation.close();
  }
}

const work = (RunHash: string) => ({ StateMachineArn: SEARCHES_MACHINE, RunHash });

export const scenarios: Scenario[] = [{
  name: 'a first deployment, one with changed work, a deletion, and work that is awaited',
  handler: 'start-execution',
  open: (wire) => new Machine(wire, [
    { type: 'Create', id: 'create', resource: 'Run', properties: work('one') },
    { type: 'Update', id: 'update', resource: 'Run', properties: work('two'), oldProperties: work('one'), physicalId: SEARCHES_MACHINE },
    { type: 'Create', id: 'await', resource: 'Image', properties: { StateMachineArn: IMAGES_MACHINE, RunHash: 'one', AwaitedInput: { tag: 'one' } } },
    { type: 'Delete', id: 'delete', resource: 'Run', properties: work('two'), physicalId: SEARCHES_MACHINE },
  ]),
}];
