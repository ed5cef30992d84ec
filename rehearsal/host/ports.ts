import { createServer, type AddressInfo } from 'node:net';
import { HostProblem } from './problem';

const HOST = '127.0.0.1';

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Refuses a port that somebody else has taken. */
export async function requireFree(port: number, setting: string): Promise<number> {
  try {
    return await listenOnce(port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new HostProblem(`port ${port} (${setting}) cannot be used: ${code}. Stop the program that holds it, or choose another port.`);
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => resolve(taken));
    });
  });
}
