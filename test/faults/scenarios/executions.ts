import { awsError } from '../../lambda/support/invocation';
import { Played } from '../../lambda/support/played';
import type { Wire } from '../wire';

/** State machines of which each execution begins once, as Step Functions has it: a second start of the same name is refused. */
export class Executions {
  /** What each was started with, as text, by its name. */
  public readonly inputs = new Map<string, string>();
  /** As a handler uses them. */
  public readonly client: any;

  constructor(wire: Wire) {
    this.client = wire.client('sfn', new Played().on('StartExecution', ({ stateMachineArn, name, input }) => {
      if (this.inputs.has(name)) {
        throw awsError('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`);
      }
      this.inputs.set(name, input);
      return { executionArn: `${stateMachineArn}:${name}` };
    }).direct);
  }

  /** What was started, in an order that does not depend on when. */
  public get sorted(): [name: string, input: string][] {
    return [...this.inputs].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
