/**
 * `npm run faults [-- <handler>...]`: lets every request of every handler go wrong in every way, and looks whether all ends as it does undisturbed.
 *
 * Prints a table of calls by faults, writes `.faults/report.json`, and fails when a life ends otherwise or leaves something over, when a handler or a call has
 * no scenario, and when a handler's role gives more or less than its scenarios use. With names of handlers it runs those alone, without the roles.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inexact } from './policies/compare';
import { reportOf, tableOf } from './report';
import { runAll, uncovered } from './run';

const OUT = resolve(__dirname, '..', '..', '.faults');

async function main(): Promise<void> {
  const some = process.argv.slice(2);
  const results = await runAll(some.length > 0 ? some : undefined);
  const report = some.length > 0 ? reportOf(results, uncovered(results, some), []) : reportOf(results, uncovered(results), inexact(results));
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  tableOf(results).forEach((line) => console.log(line));
  report.failed.forEach(({ handler, scenario, point, fault, problem }) => console.error(`${handler}, ${scenario}: ${point}, ${fault}: ${problem}`));
  [...report.uncovered, ...report.policies].forEach((line) => console.error(line));
  const verdict = report.failed.length === 0 ? 'all converged, nothing left over' : `${report.failed.length} did not converge`;
  const roles = some.length > 0 ? '' : report.policies.length === 0 ? '; policies are exact' : `; ${report.policies.length} differences in policies`;
  console.log(`\n${report.points} points, ${report.trials} lives: ${verdict}${roles}`);
  process.exitCode = report.converged ? 0 : 1;
}

void main();
