import { type Json, type SageMakerApi, ServiceError } from '../../../rehearsal/sagemaker/api';

/** How a job behaves in {@link RecordingApi}: how many looks it takes to end, how it ends, and what its description adds. */
export interface Script {
  readonly looks?: number;
  readonly status?: string;
  readonly reason?: string;
  readonly description?: Json;
}

/** A SageMaker that writes down each call and lets jobs end as their test says. */
export class RecordingApi implements SageMakerApi {
  readonly calls: { operation: string; input: Json }[] = [];
  /** The most jobs that ran at a time. */
  peak = 0;
  private readonly jobs = new Map<string, { noun: string; input: Json; looks: number; status: string; script: Script }>();

  /** @param scripts by a part of the job's name: its step */
  constructor(private readonly scripts: Record<string, Script | Script[]> = {}) {}

  async call(operation: string, input: Json): Promise<Json> {
    this.calls.push({ operation, input });
    const [, verb, noun] = /^(Create|Describe|Stop)(.*)$/.exec(operation)!;
    if (noun === 'ModelPackage') {
      return { ModelPackageArn: 'arn:package/1', ModelPackageStatus: 'Completed' };
    }
    const name: string = input[`${noun}Name`];
    if (verb === 'Create') {
      const script = this.scriptOf(name);
      if (script.status === 'Refused') {
        throw new ServiceError('ValidationException', script.reason!);
      }
      this.jobs.set(name, { noun, input, looks: script.looks ?? 1, status: 'InProgress', script });
      this.peak = Math.max(this.peak, [...this.jobs.values()].filter((job) => job.status === 'InProgress').length);
      return { [`${noun}Arn`]: `arn:${name}` };
    }
    const job = this.jobs.get(name)!;
    if (verb === 'Stop') {
      job.status = 'Stopped';
      return {};
    }
    job.looks -= 1;
    if (job.looks <= 0 && job.status === 'InProgress') {
      job.status = job.script.status ?? 'Completed';
    }
    return { ...job.input, ...job.script.description, [`${noun}Status`]: job.status, ...(job.status === 'Failed' && { FailureReason: job.script.reason }) };
  }

  /** Inputs of the calls of one operation, in their order. */
  inputs(operation: string): Json[] {
    return this.calls.filter((call) => call.operation === operation).map((call) => call.input);
  }

  private scriptOf(name: string): Script {
    const script = Object.entries(this.scripts).find(([step]) => name.includes(`-${step}-`))?.[1] ?? {};
    return Array.isArray(script) ? (script.length > 1 ? script.shift()! : script[0]) : script;
  }
}
