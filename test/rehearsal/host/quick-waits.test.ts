import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../../rehearsal/host/project';

const PRELOAD = pathToFileURL(join(projectRoot, 'rehearsal', 'host', 'quick-waits.mjs')).href;
const CLI = join(projectRoot, 'node_modules', 'aws-cdk', 'lib', 'index.js');

/** How long a timer of a program waits, by the function that sets it. */
function timers(program: string): number[] {
  const print = 'const ms = (timer) => { const { _idleTimeout } = timer; clearTimeout(timer); return _idleTimeout; };';
  return JSON.parse(execFileSync(process.execPath, ['--import', PRELOAD, '--eval', `${print}\n${program}`], { encoding: 'utf8' })) as number[];
}

test('the wait of the CDK CLI is short, and every other one stays as it is', () => {
  expect(timers(`
    const waitFor = (timeout) => { let timer; new Promise((resolve) => { timer = setTimeout(resolve, timeout); }); return ms(timer); };
    const request = () => ms(setTimeout(() => {}, 5_000));
    console.log(JSON.stringify([waitFor(5_000), waitFor(2_000), request()]));
  `)).toEqual([150, 2_000, 5_000]);
});

test('a wait that is a promise works as before', () => {
  expect(timers("require('node:util').promisify(setTimeout)(1, 'done').then((value) => console.log(JSON.stringify([value])))")).toEqual(['done']);
});

test('the CDK CLI still waits in this way', () => {
  expect(readFileSync(CLI, 'utf8')).toMatch(/async function waitFor\(valueProvider, timeout = 5e3\) \{[^}]*\{[^}]*\}[^}]*\{[^}]*\}\s*await new Promise\(\(cb\) => setTimeout\(cb, timeout\)\);/);
});
