import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastWords, reasonFromFailureFile } from '../../../rehearsal/containers/failure';
import { JobFolder } from '../../../rehearsal/containers/job-folder';
import { finalMetrics } from '../../../rehearsal/containers/metrics';
import { below, ObjectStore, parseS3Uri } from '../../../rehearsal/containers/object-store';
import { S3Fake } from './s3-fake';

const s3 = new S3Fake();
const folder = mkdtempSync(join(tmpdir(), 'store-'));
beforeAll(() => s3.start());
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true });
});

describe('S3 locations', () => {
  test.each([
    ['s3://bucket', { bucket: 'bucket', key: '' }],
    ['s3://bucket/', { bucket: 'bucket', key: '' }],
    ['s3://bucket/a/b.csv', { bucket: 'bucket', key: 'a/b.csv' }],
  ])('%s', (uri, expected) => expect(parseS3Uri(uri)).toEqual(expected));

  test.each(['bucket/key', 'https://bucket/key', ''])("fails for '%s'", (uri) => expect(() => parseS3Uri(uri)).toThrow('must look like s3://bucket/key'));

  test('join with one slash', () => expect(below('s3://b/x/', '/y')).toBe('s3://b/x/y'));
});

describe('downloaded names', () => {
  test.each([
    ['a prefix with a slash', 's3://b/data/', ['deep/y.csv', 'x.csv']],
    ['a prefix without a slash', 's3://b/data', ['deep/y.csv', 'x.csv']],
    ['one object', 's3://b/data/x.csv', ['x.csv']],
    ['a prefix that ends inside a name', 's3://b/data/x', ['x.csv']],
    ['a whole bucket', 's3://b', ['data/deep/y.csv', 'data/x.csv']],
  ])('%s', async (name, uri, expected) => {
    ['data/', 'data/x.csv', 'data/deep/y.csv'].forEach((key) => s3.put(`s3://b/${key}`, 'text'));
    const target = join(folder, name);
    expect(await new ObjectStore(s3.client()).download(uri, target)).toBe(expected.length);
    const files = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1)).sort()).toEqual(expected);
  });

  test('fails for a key that climbs out of the folder', async () => {
    s3.put('s3://evil/in/../../../x', 'text');
    await expect(new ObjectStore(s3.client()).download('s3://evil/in/', join(folder, 'evil'))).rejects.toThrow('outside its folder');
  });
});

describe('paths of the container', () => {
  const job = new JobFolder('/jobs/one');
  test('lie below the job', () => expect(job.real('/opt/ml/processing/input/')).toBe('/jobs/one/ml/processing/input/'));
  test.each(['/tmp/x', '/opt/mlflow', '/opt/ml/../etc', 'opt/ml/x'])("fails for '%s'", (path) => expect(() => job.real(path)).toThrow('must lie below /opt/ml'));
});

describe('final metrics', () => {
  const at = new Date(0);
  test('are the last values that the log holds', () => {
    const log = 'Loss: 3\nloss: 2e-1\nloss: none\n';
    expect(finalMetrics([{ Name: 'loss', Regex: '(?i)loss: ([0-9e.-]+)' }], log, at)).toEqual([{ MetricName: 'loss', Value: 0.2, Timestamp: at }]);
  });
  test('fails for an expression that cannot be read', () => {
    expect(() => finalMetrics([{ Name: 'loss', Regex: '(' }], '', at)).toThrow("metric 'loss': its regular expression cannot be read");
  });
});

describe('the reason of a failure', () => {
  const log = 'start\nTraceback (most recent call last):\n  File "a.py", line 1\n    x\nmine.OddError: two\nlines\n2026 ERROR over\n';
  test('is the exception below the last traceback', () => expect(lastWords(log)).toBe('mine.OddError: two'));
  test('is the last line without one', () => expect(lastWords('one\ntwo\n\n')).toBe('two'));
  test('is nothing where nothing was said', () => expect(lastWords('')).toBe(''));

  const toolkit = (level: string, text: string) => `2026-11-23 10:00:00,000 sagemaker-training-toolkit ${level} ${text}\n`;
  const failureFile = 'ExecuteUserScriptError:\nExitCode 1\nErrorMessage ""\nCommand "python -- train.py"';
  const around = (said: string) => [
    toolkit('INFO    ', 'Invoking user script\n\nInvoking script with the following command:\n\npython -- train.py\n\n'),
    said, toolkit('ERROR   ', 'Reporting training FAILURE'), toolkit('ERROR   ', failureFile),
  ].join('');
  test.each([
    ['a traceback', log, 'mine.OddError: two'],
    ['a last line', 'train.py: no rows\n', 'train.py: no rows'],
    ['silence', '', ''],
  ])('fills the empty message of the toolkit after %s', (_, said, words) => {
    expect(reasonFromFailureFile(failureFile, around(said))).toBe(`ExecuteUserScriptError: ExitCode 1 ErrorMessage "${words}" Command "python -- train.py"`);
  });
  test('shows both ends of a text that is too long', () => {
    const reason = reasonFromFailureFile(`Framework Error:\n${'noise '.repeat(400)}the cause`, '');
    expect(reason).toMatch(/^Framework Error: noise .* \.\.\. .*the cause$/);
    expect(reason).toHaveLength(1024);
  });
});
