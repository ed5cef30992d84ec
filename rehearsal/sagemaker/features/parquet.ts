import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

export interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP';
  readonly data: readonly unknown[];
}

interface Waiting {
  readonly resolve: (file: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** Encodes tables as Parquet in a worker thread that lives from the first table until it is closed. */
export class ParquetEncoder {
  private worker?: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  encode(columnData: readonly Column[]): Promise<Uint8Array> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, columnData });
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private start(): Worker {
    const worker = new Worker(path.join(__dirname, 'parquet-worker.mjs'), { execArgv: [] });
    worker.on('message', ({ id, file, error }: { id: number; file?: ArrayBuffer; error?: string }) => {
      const waiting = this.waiting.get(id);
      this.waiting.delete(id);
      if (file) {
        waiting?.resolve(new Uint8Array(file));
      } else {
        waiting?.reject(new Error(`cannot write Parquet: ${error}`));
      }
    });
    worker.on('error', (error: Error) => {
      this.waiting.forEach((waiting) => waiting.reject(error));
      this.waiting.clear();
      this.worker = undefined;
    });
    worker.unref();
    return worker;
  }
}
