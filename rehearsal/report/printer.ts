import type { Verdict } from '../controls';
import type { Report, TimelineEntry } from './report';

const NAME_WIDTH = 10;
const TEXT_WIDTH = 66;

/** Plain lines as things happen, and a table at the end. */
export class Printer {
  private readonly started = performance.now();

  /** A recorder gets each line with its time, counted from the making of the printer. */
  constructor(
    private readonly out: (line: string) => void = (line) => console.log(line),
    private readonly recorder?: (entry: TimelineEntry) => void,
  ) {}

  /** One thing that happened: `train     Training   completed        5.0 s`. */
  public line(name: string, text: string, seconds?: number): void {
    const time = seconds === undefined ? '' : `${seconds.toFixed(1).padStart(7)} s`;
    const at = Math.round(performance.now() - this.started) / 1000;
    this.recorder?.({ at, name, text, ...(seconds !== undefined && { seconds }) });
    this.out(`  ${name.padEnd(NAME_WIDTH)} ${time ? text.padEnd(TEXT_WIDTH) : text}${time}`);
  }

  public summary(report: Report, file: string): void {
    this.out('');
    this.table('stacks', report.stacks.map(({ name, resources }) => [name, `${resources} resources`]));
    this.table('recorded only, not rehearsed', report.recordedOnlyTypes.map((type) => [type, '']));
    this.table('held-out metrics', Object.entries(report.metrics).map(([name, value]) => [name, String(value)]));
    this.table('registry', report.modelPackages.map(({ version, approval }) => [`version ${version}`, approval]));
    this.table('stays on purpose', report.staysOnPurpose.map((each) => [each, '']));
    this.table('checks', report.checks.map(({ what, ok, detail }) => [`${ok ? 'ok    ' : 'FAILED'} ${what}`, detail]));
    this.out('');
    const failed = report.checks.filter(({ ok }) => !ok).length;
    this.out(`  ${report.checks.length - failed} passed, ${failed} failed in ${report.seconds.toFixed(0)} s; details in ${file}`);
  }

  /** Which planted defects were noticed, with the message of each. */
  public verdicts(verdicts: readonly Verdict[]): void {
    this.out('');
    for (const { defect, noticed, message, seconds } of verdicts) {
      this.out(`  ${noticed ? 'noticed    ' : 'NOT NOTICED'} ${defect.padEnd(20)}${seconds.toFixed(0).padStart(4)} s`);
      message.split('\n').forEach((line) => this.out(`      ${line}`));
    }
    const missed = verdicts.filter(({ noticed }) => !noticed).length;
    this.out(`\n  ${verdicts.length - missed} of ${verdicts.length} defects were noticed`);
  }

  private table(title: string, rows: readonly (readonly [string, string])[]): void {
    if (rows.length === 0) {
      return;
    }
    const width = Math.max(...rows.map(([left]) => left.length)) + 2;
    this.out(`  ${title}`);
    rows.forEach(([left, right]) => this.out(`    ${left.padEnd(width)}${right}`.trimEnd()));
  }
}
