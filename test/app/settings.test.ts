import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json';
import { readSettings, type Settings } from '../../bin/settings';
import { DeployVersions } from '../../lib/lifecycle';
import { AnalysisSchedule } from '../../lib/monitoring';

/** Settings as cdk.json or `-c` would give them, without the prefix of their names. */
function read(given: Record<string, unknown>): Settings {
  return readSettings(new App({ context: Object.fromEntries(Object.entries(given).map(([name, value]) => [`lifecycle:${name}`, value])) }).node);
}

function messageOf(given: Record<string, unknown>): string {
  try {
    read(given);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was refused';
}

const DEFAULTS: Settings = {
  model: 'income', data: 'examples/income/data/income.csv', recordIdentifier: 'person_id', eventTime: 'event_time', code: 'examples/income/model',
  minimumAuc: 0.85, schedule: undefined, processingInstance: 'ml.t3.large', trainingInstance: 'ml.m5.large', trainingSpot: false, servingInstance: 'ml.m5.large',
  servingInstances: 1, deploy: DeployVersions.WHEN_APPROVED, monitoring: expect.any(AnalysisSchedule) as AnalysisSchedule,
  monitoringEngine: expect.any(Function) as Settings['monitoringEngine'], target: 'income_over_50k',
  approval: 'manual', approvalAuc: 0.85, notify: [], removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, studio: true,
};

test('every setting has a default', () => {
  expect(read({})).toEqual(DEFAULTS);
});

test('cdk.json says the defaults', () => {
  expect(readSettings(new App({ context: cdkJson.context }).node)).toEqual(DEFAULTS);
});

test('other context is none of our business', () => {
  expect(readSettings(new App({ context: { 'anything:model': 'X', 'model': 'X' } }).node)).toEqual(DEFAULTS);
});

describe('text from the command line and values from cdk.json mean the same', () => {
  test.each([
    ['minimumAuc', 0.9, '0.9', 0.9],
    ['minimumAuc', 0, '0', 0],
    ['minimumAuc', 1, '1', 1],
    ['studio', false, 'false', false],
    ['studio', true, 'true', true],
    ['notify', ['a@x.org', 'b@x.org'], 'a@x.org, b@x.org', ['a@x.org', 'b@x.org']],
    ['notify', [], '', []],
    ['schedule', null, 'none', undefined],
    ['schedule', '0 6 1 * ? *', '0 6 1 * ? *', '0 6 1 * ? *'],
    ['approval', 'automatic', 'automatic', 'automatic'],
    ['approval', 'none', 'none', 'none'],
    ['approvalAuc', 0.9, '0.9', 0.9],
    ['approvalAuc', 1, '1', 1],
    ['removalPolicy', 'destroy', 'destroy', RemovalPolicy.DESTROY],
    ['removalPolicy', 'retain', 'retain', RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE],
    ['model', 'churn-2', 'churn-2', 'churn-2'],
    ['model', 'a'.repeat(32), 'a'.repeat(32), 'a'.repeat(32)],
    ['recordIdentifier', 'id', 'id', 'id'],
    ['eventTime', 'at', 'at', 'at'],
    ['data', 'package.json', 'package.json', 'package.json'],
    ['trainingInstance', 'ml.c5.xlarge', 'ml.c5.xlarge', 'ml.c5.xlarge'],
    ['trainingSpot', true, 'true', true],
    ['processingInstance', 'ml.c5.xlarge', 'ml.c5.xlarge', 'ml.c5.xlarge'],
    ['servingInstance', 'ml.c5.xlarge', 'ml.c5.xlarge', 'ml.c5.xlarge'],
    ['servingInstances', '2', 2, 2],
    ['deploy', 'false', false, DeployVersions.NEVER],
    ['monitoring', 'off', 'off', undefined],
    ['target', 'label', 'label', 'label'],
    ['deploy', true, 'true', DeployVersions.WHEN_APPROVED],
    ['servingInstances', 100, '100', 100],
  ] as [keyof Settings, unknown, string, unknown][])('%s as %j and as %j', (name, json, text, expected) => {
    expect(read({ [name]: json })[name]).toEqual(expected);
    expect(read({ [name]: text })[name]).toEqual(expected);
  });
});

test('a version approves itself from the least auc on, unless more is asked for', () => {
  expect(read({ minimumAuc: 0.7 }).approvalAuc).toBe(0.7);
  expect(read({ minimumAuc: 0.7, approvalAuc: 0.8 }).approvalAuc).toBe(0.8);
  expect(messageOf({ minimumAuc: 0.9, approvalAuc: 0.89 })).toContain('lifecycle:approvalAuc: must be a number from 0.9 to 1');
});

test.each([['hourly', 1], ['daily', 24], ['weekly', 168]])('monitoring is %s: every %d hours', (monitoring, hours) => {
  expect(read({ monitoring }).monitoring!.period.toHours()).toBe(hours);
});

test('monitoring is daily by default', () => {
  expect(read({}).monitoring!.period.toHours()).toBe(24);
});

describe('a wrong setting fails, and the message names it and the way out', () => {
  test.each([
    ['model', 'Income', 'must be lower-case letters, digits and single hyphens, at most 32'],
    ['model', 'a--b', 'must be lower-case'],
    ['model', 'a'.repeat(33), 'must be lower-case'],
    ['model', `${'a-'.repeat(16)}a`, 'must be lower-case'],
    ['model', '', 'must be lower-case'],
    ['model', ['income'], 'must be lower-case'],
    ['model', { name: 'income' }, 'must be lower-case'],
    ['data', 'nowhere.csv', 'no such file'],
    ['data', 'examples', 'no such file'],
    ['code', 'nowhere', 'no such folder'],
    ['code', 'package.json', 'no such folder'],
    ['recordIdentifier', 'person id', 'must be the name of a column'],
    ['eventTime', '', 'must be the name of a column'],
    ['minimumAuc', 'high', 'must be a number from 0 to 1'],
    ['minimumAuc', '', 'must be a number from 0 to 1'],
    ['minimumAuc', -0.01, 'must be a number from 0 to 1'],
    ['minimumAuc', 1.01, 'must be a number from 0 to 1'],
    ['minimumAuc', true, 'must be a number from 0 to 1'],
    ['schedule', 'weekly', 'must be six cron fields'],
    ['schedule', '0 6 ? * MON', 'must be six cron fields'],
    ['schedule', '0 6 * * * *', 'must be six cron fields'],
    ['schedule', '0 6 ? * ? *', 'must be six cron fields'],
    ['schedule', 'cron(0 6 ? * MON *)', 'must be six cron fields'],
    ['schedule', '', 'must be six cron fields'],
    ['processingInstance', 'm5.large', "must be a SageMaker instance type such as 'ml.m5.large'"],
    ['trainingInstance', 'ml.m5', 'must be a SageMaker instance type'],
    ['servingInstance', 5, 'must be a SageMaker instance type'],
    ['servingInstances', '1.5', 'must be a whole number from 1 to 100'],
    ['servingInstances', 0, 'must be a whole number from 1 to 100'],
    ['servingInstances', 101, 'must be a whole number from 1 to 100'],
    ['servingInstances', '', 'must be a whole number from 1 to 100'],
    ['deploy', 'perhaps', 'must be one of true, false'],
    ['monitoring', 'sometimes', 'must be one of hourly, daily, weekly, off'],
    ['monitoring', false, 'must be one of hourly, daily, weekly, off'],
    ['monitoringEngine', 'own', 'must be one of processing, model-monitor'],
    ['target', 'income over 50k', 'must be the name of a column'],
    ['approval', 'maybe', 'must be one of manual, automatic, none'],
    ['approval', 'constructor', 'must be one of manual, automatic, none'],
    ['approvalAuc', 0.84, 'must be a number from 0.85 to 1'],
    ['approvalAuc', 'high', 'must be a number from 0.85 to 1'],
    ['notify', 'team', 'must be e-mail addresses'],
    ['notify', ['a@x.org', 'b'], 'must be e-mail addresses'],
    ['notify', '["a@x.org"]', 'must be e-mail addresses'],
    ['notify', [['a@x.org']], 'must be e-mail addresses'],
    ['notify', { a: 'a@x.org' }, 'must be e-mail addresses'],
    ['trainingSpot', 'yes', 'must be one of true, false'],
    ['removalPolicy', 'snapshot', 'must be one of retain, destroy'],
    ['studio', 'yes', 'must be one of true, false'],
    ['studio', 1, 'must be one of true, false'],
  ] as [string, unknown, string][])('%s as %j', (name, value, problem) => {
    const [code, what, fix, ...more] = messageOf({ [name]: value }).split('\n');
    expect(code).toBe('SettingInvalid');
    expect(what).toContain(`lifecycle:${name}: ${problem}`);
    expect(fix).toMatch(/Correct|Add/);
    expect(more).toEqual([]);
  });

  test('a folder that lacks scripts, by their names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'code-'));
    try {
      writeFileSync(join(folder, 'prepare.py'), 'pass\n');
      mkdirSync(join(folder, 'data'));
      expect(messageOf({ code: folder })).toContain('lifecycle:code: the folder must hold train.py, evaluate.py, inference.py');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a name that is not known, with those that are', () => {
    expect(messageOf({ minimumAUC: 0.9 })).toMatch(/lifecycle:minimumAUC: no such setting; there are minimumAuc, model, data, [a-zA-Z, ]*approvalAuc[^]*Correct the name/);
  });

  test('all at once', () => {
    const message = messageOf({ model: 'X', minimumAuc: 7, approval: 'no', notify: ['a', 'b'], color: 'red' });
    expect(message.match(/^SettingInvalid$/gm)).toHaveLength(6);
  });
});
