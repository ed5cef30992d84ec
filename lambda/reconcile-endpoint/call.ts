import type { ReconcileCall } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

/** What the state machine sends, or an error that names what is wrong. */
export function readCall(event: unknown): ReconcileCall {
  const { endpointName, execution } = (typeof event === 'object' && event !== null ? event : {}) as Partial<ReconcileCall>;
  const problems = Object.entries({ endpointName, execution }).filter(([, value]) => typeof value !== 'string' || value === '').map(([name]) => name);
  if (problems.length > 0) {
    throw new MalformedEventError(`not a call of the endpoints' state machine: it has no ${problems.join(' and no ')}`);
  }
  return { endpointName: endpointName!, execution: execution! };
}
