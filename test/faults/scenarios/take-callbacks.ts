import { CallbackTaker } from '../../../lambda/take-callbacks/callback-taker';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import type { Happening, Scenario, World } from '../scenario';
import { GLUE_MACHINE, MODEL, sagemakerArn } from '../site';
import type { Wire } from '../wire';
import { Executions } from './executions';

/** A queue with messages of steps, one of them told once more because its run is being stopped, and the executions that were started. */
class Taken implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly executions: Executions;

  constructor(wire: Wire, messages: readonly { readonly token: string; readonly status: string }[]) {
    this.executions = new Executions(wire);
    const taker = new CallbackTaker(this.executions.client, GLUE_MACHINE);
    this.happenings = messages.map((message) => {
      const body = JSON.stringify({ ...message, pipelineExecutionArn: sagemakerArn(`pipeline/${MODEL}/execution/run1`), arguments: { jobName: MODEL } });
      return { deliver: async () => {
        const { batchItemFailures } = await wire.invoke(() => taker.takeAll({ Records: [{ messageId: message.token, body }] } as never, noLog()));
        if (batchItemFailures.length > 0) {
          throw new Error('the message comes again');
        }
      } };
    });
  }

  public endState() {
    return this.executions.sorted;
  }

  public leftOver(): string[] {
    return [];
  }
}

export const scenarios: Scenario[] = [{
  name: 'two steps, and one of them again as its run is stopped',
  handler: 'take-callbacks',
  open: (wire) => new Taken(wire, [
    { token: 'token00001', status: 'Executing' }, { token: 'token00002', status: 'Executing' }, { token: 'token00001', status: 'Stopping' },
  ]),
}];
