import { ServiceError, type Json, type SageMakerApi } from '../api';
import type { Handlers } from '../context';
import type { ServiceModel } from '../model/service-model';
import type { RequestLog } from './request-log';

/** One AWS service: every request is judged by its model, answered by its handler and written to the log. */
export class Service implements SageMakerApi {
  constructor(readonly model: ServiceModel, private readonly handlers: Handlers, private readonly log: RequestLog) {}

  async call(operation: string, input: Record<string, unknown>, caller = 'in-process'): Promise<Json> {
    try {
      const answer = await this.answer(operation, input);
      this.log.add({ operation, accepted: true, caller });
      return answer;
    } catch (error) {
      const refusal = error instanceof ServiceError ? error : new ServiceError('InternalFailure', `The stand-in failed at ${operation}: ${String(error)}`, 500);
      this.log.add({ operation, accepted: false, code: refusal.code, reason: refusal.message, caller });
      throw refusal;
    }
  }

  private async answer(operation: string, input: Record<string, unknown>): Promise<Json> {
    this.model.assertInput(operation, input);
    const handler = this.handlers[operation];
    if (!handler) {
      throw new ServiceError('NotImplementedByRehearsal', `The rehearsal's SageMaker stand-in knows the operation ${operation}, but does not carry it out.`, 501);
    }
    const answer = await handler(structuredClone(input));
    const problems = this.model.validateOutput(operation, answer);
    if (problems.length > 0) {
      this.log.addBrokenAnswer(operation, problems);
    }
    return answer;
  }
}
