import { join } from 'node:path';
import { bestIsolation, type Isolation } from './isolation';
import { Job } from './job';
import { JobFailure } from './failure';
import { JobFolder } from './job-folder';
import type { LocalJobRunnerOptions } from './local-job-runner';
import { type ModelHost, type ModelServer, ServingFailure, type ServerOrder } from './model-host';
import { startModelServer } from './model-server';
import { ObjectStore } from './object-store';

/** Serves models by child processes on this machine, each with an /opt/ml of its own; logs are at `<folder>/<endpoint>-<variant>-<number>/log.txt`. */
export class LocalModelHost implements ModelHost {
  private readonly store: ObjectStore;
  private isolation?: Promise<Isolation>;
  private started = 0;

  constructor(private readonly options: LocalJobRunnerOptions) {
    this.store = new ObjectStore(options.s3);
  }

  async start(order: ServerOrder, signal: AbortSignal): Promise<ModelServer> {
    const { python, region, environment, graceMs = 5000 } = this.options;
    const name = `${order.endpoint}-${order.variant}-${++this.started}`;
    const folder = new JobFolder(join(this.options.folder, name));
    try {
      await folder.create();
      const isolation = await (this.isolation ??= this.options.isolation ? Promise.resolve(this.options.isolation) : bestIsolation());
      const stopping = new AbortController();
      const job = new Job(name, folder, { store: this.store, python, region, environment, isolation, graceMs }, stopping.signal);
      return await startModelServer(job, order, stopping, signal);
    } catch (error) {
      throw error instanceof JobFailure ? new ServingFailure(error.message) : error;
    }
  }
}
