/**
 * `npm run faults`: lets every request of every handler go wrong in every way, and looks whether all ends as it does undisturbed.
 *
 * Prints a table of calls by faults, writes `.faults/report.json`, and fails when a life ends otherwise, leaves something over, or when a handler or a call has
 * no scenario.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reportOf, tableOf } from './report';
import { runAll, uncovered } from './run';

const OUT = resolve(__dirname, '..', '..', '.faults');

async function main(): Promise<void> {
  const results = await runAll(process.argv.length > 2 ? process.argv.slice(2) : undefined);
  const report = reportOf(results, uncovered(results), []);
  mkdirSync(OUT, { recursive: true });
  writeFileSync(join(OUT, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  tableOf(results).forEach((line) => console.log(line));
  report.failed.forEach(({ handler, scenario, point, fault, problem }) => console.error(`${handler}, ${scenario}: ${point}, ${fault}: ${problem}`));
  [...report.uncovered, ...report.policies].forEach((line) => console.error(line));
  console.log(`\n${report.points} points, ${report.trials} lives${report.failed.length === 0 ? ': all converged, nothing left over' : `, ${report.failed.length} did not converge`}`);
  process.exitCode = report.converged ? 0 : 1;
}

void main();
