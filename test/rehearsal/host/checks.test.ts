import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython, insteadOfCompiler, requireNode, requireVenv } from '../../../rehearsal/host/checks';
import { freePort, requireFree } from '../../../rehearsal/host/ports';

const folder = mkdtempSync(join(tmpdir(), 'checks-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers like a Python of that version. */
function python(name: string, version: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n[ "$2" = "import venv, ensurepip" ] && exit 1\necho ${version}\n`);
  chmodSync(file, 0o755);
  return file;
}

test.each([['20.0.0'], ['24.1.0']])('Node.js %s will do', (version) => expect(() => requireNode(version)).not.toThrow());

test('fails for an old Node.js', () => expect(() => requireNode('18.20.1')).toThrow('Node.js 18.20.1 is too old'));

test('takes the Python that PYTHON names', () => {
  const file = python('mine', '3.12.4');
  expect(findPython({ PYTHON: file })).toBe(file);
});

test('passes over a Python that is too old for one that fits', () => {
  python('python3', '3.8.2');
  python('python3.11', '3.11.9');
  expect(findPython({ PATH: `${folder}:/bin` })).toBe('python3.11');
});

test.each([['3.9.18'], ['3.14.0']])('fails for Python %s and says which versions fit', (version) => {
  expect(() => findPython({ PYTHON: python('other', version) })).toThrow(new RegExp(`needs Python 3.10 to 3.13, but .* is ${version}`));
});

test('fails when there is no Python at all', () => {
  expect(() => findPython({ PATH: '/nowhere' })).toThrow(/Python is missing[^]*set PYTHON/);
});

test('fails for a Python without venv', () => {
  expect(() => requireVenv(python('bare', '3.11.1'))).toThrow(/no 'venv' module/);
});

test('stands in for a compiler where there is none', () => expect(insteadOfCompiler({ PATH: '/nowhere' })).toEqual({ CC: 'true', LDSHARED: 'true' }));

test('finds a free port and refuses a taken one', async () => {
  await expect(requireFree(await freePort(), 'PORT')).resolves.toBeGreaterThan(0);
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const taken = (holder.address() as AddressInfo).port;
  await expect(requireFree(taken, 'REHEARSAL_PORT')).rejects.toThrow(`port ${taken} (REHEARSAL_PORT) cannot be used: EADDRINUSE`);
  holder.close();
});
