import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Node } from 'constructs';
import { ConfigurationError, type Mistake } from '../lib/core/internal/errors';
import { ApprovalStatus } from '../lib/pipeline';

/** What the app can be told in the `context` of cdk.json, or with `-c lifecycle:<name>=<value>` for one command. */
export interface Settings {
  /** Name of the model. */
  readonly model: string;
  /** CSV file the model is made from. */
  readonly data: string;
  /** Folder with prepare.py, train.py, evaluate.py and inference.py. */
  readonly code: string;
  /** Area under the ROC curve on held-out data that a model must reach. */
  readonly minimumAuc: number;
  /** Cron expression in UTC for retraining, for example `0 6 ? * MON *`; undefined for none. */
  readonly schedule: string | undefined;
  readonly processingInstance: string;
  readonly trainingInstance: string;
  readonly servingInstance: string;
  readonly approval: ApprovalStatus;
  /** Addresses that are told what happens. */
  readonly notify: string[];
  readonly removalPolicy: RemovalPolicy;
  /** Whether the platform gets a Studio domain. */
  readonly studio: boolean;
}

const PREFIX = 'lifecycle:';

const APPROVALS = { manual: ApprovalStatus.PENDING_MANUAL_APPROVAL, automatic: ApprovalStatus.APPROVED };
const REMOVALS = { retain: RemovalPolicy.RETAIN, destroy: RemovalPolicy.DESTROY };
const SWITCH = { true: true, false: false };

/** Reads and checks all settings; one error lists everything that is wrong. */
export function readSettings(node: Node): Settings {
  const reader = new Reader(node);
  const code = reader.folder('code', 'examples/income/model');
  const settings: Settings = {
    model: reader.matching('model', 'income', /^[a-z0-9](-?[a-z0-9]){0,31}$/, 'lower-case letters, digits and single hyphens, at most 32'),
    data: reader.file('data', 'examples/income/data/income.csv'),
    code,
    minimumAuc: reader.numberBetween('minimumAuc', 0.85, 0, 1),
    schedule: reader.optional('schedule', /^\S+( \S+){5}$/, "six cron fields such as '0 6 ? * MON *'"),
    processingInstance: reader.instance('processingInstance'),
    trainingInstance: reader.instance('trainingInstance'),
    servingInstance: reader.instance('servingInstance'),
    approval: reader.choice('approval', 'manual', APPROVALS),
    notify: reader.list('notify', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'e-mail addresses'),
    removalPolicy: reader.choice('removalPolicy', 'retain', REMOVALS),
    studio: reader.choice('studio', 'true', SWITCH),
  };
  for (const script of ['prepare.py', 'train.py', 'evaluate.py', 'inference.py']) {
    reader.refuse(existsSync(code) && !existsSync(join(code, script)), 'code', `the folder must hold ${script}`, code, `Add ${script}, or name another folder.`);
  }
  reader.finish();
  return settings;
}

class Reader {
  private readonly mistakes: Mistake[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly node: Node) {}

  public matching(name: string, fallback: string, pattern: RegExp, form: string): string {
    const value = this.text(name) ?? fallback;
    this.refuse(!pattern.test(value), name, `must be ${form}`, value);
    return value;
  }

  public optional(name: string, pattern: RegExp, form: string): string | undefined {
    const value = this.text(name);
    this.refuse(value !== undefined && !pattern.test(value), name, `must be ${form}`, value);
    return value;
  }

  public instance(name: string): string {
    return this.matching(name, 'ml.m5.large', /^ml\.[a-z0-9-]+\.[a-z0-9-]+$/, "a SageMaker instance type such as 'ml.m5.large'");
  }

  public numberBetween(name: string, fallback: number, low: number, high: number): number {
    const value = this.text(name) ?? String(fallback);
    const number = Number(value);
    this.refuse(value.trim() === '' || !(number >= low && number <= high), name, `must be a number from ${low} to ${high}`, value);
    return number;
  }

  public choice<T>(name: string, fallback: string, choices: Record<string, T>): T {
    const value = this.text(name) ?? fallback;
    this.refuse(!(value in choices), name, `must be one of ${Object.keys(choices).join(', ')}`, value);
    return choices[value];
  }

  /** A JSON list in cdk.json, or text with commas on the command line. */
  public list(name: string, pattern: RegExp, form: string): string[] {
    const raw: unknown = this.node.tryGetContext(PREFIX + name);
    const value = Array.isArray(raw) ? raw.map(String) : (this.text(name) ?? '').split(',').map((each) => each.trim()).filter(Boolean);
    this.known.add(name);
    value.forEach((each) => this.refuse(!pattern.test(each), name, `must be ${form}`, each));
    return value;
  }

  public file(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    this.refuse(!existsSync(value), name, 'no such file', value, `Correct the path; it is relative to ${process.cwd()}.`);
    return value;
  }

  public folder(name: string, fallback: string): string {
    const value = this.text(name) ?? fallback;
    this.refuse(!existsSync(value), name, 'no such folder', value, `Correct the path; it is relative to ${process.cwd()}.`);
    return value;
  }

  public refuse(when: boolean, name: string, problem: string, value: unknown, fix = `Correct '${PREFIX}${name}' in cdk.json, or in the -c option.`): void {
    if (when) {
      this.mistakes.push({ code: 'SettingInvalid', property: `${PREFIX}${name}`, problem, value, fix });
    }
  }

  /** Refuses what nobody asked for, which is mostly a misspelt name, and throws when anything was wrong. */
  public finish(): void {
    const context = this.node.getAllContext() as Record<string, unknown>;
    for (const key of Object.keys(context).filter((each) => each.startsWith(PREFIX))) {
      const name = key.slice(PREFIX.length);
      this.refuse(!this.known.has(name), name, `no such setting; there are ${[...this.known].join(', ')}`, undefined, 'Correct the name.');
    }
    if (this.mistakes.length > 0) {
      throw new ConfigurationError(this.mistakes);
    }
  }

  private text(name: string): string | undefined {
    this.known.add(name);
    const value: unknown = this.node.tryGetContext(PREFIX + name);
    return value === undefined || value === null || Array.isArray(value) ? undefined : String(value as string | number | boolean);
  }
}
