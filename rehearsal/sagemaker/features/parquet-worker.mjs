// Encodes tables as Parquet, away from the thread that answers requests. The encoder is an ES module only, hence this file's kind.
import { parentPort } from 'node:worker_threads';
import { parquetWriteBuffer } from 'hyparquet-writer';

parentPort.on('message', ({ id, columnData }) => {
  try {
    const file = parquetWriteBuffer({ columnData, codec: 'SNAPPY' });
    parentPort.postMessage({ id, file }, [file]);
  } catch (error) {
    parentPort.postMessage({ id, error: String(error) });
  }
});
