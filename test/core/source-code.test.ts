import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import * as fc from 'fast-check';
import { list } from 'tar';
import { SourceCode, type BoundSourceCode, type SourceCodeOptions } from '../../lib/core';

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A new folder with these files in it. */
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'source-code-'));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

interface Shipped extends BoundSourceCode {
  readonly files: string[];
  readonly bytes: Buffer;
  readonly stack: Stack;
}

function ship(entryPoint: string, options?: SourceCodeOptions): Shipped {
  const outdir = mkdtempSync(join(tmpdir(), 'source-code-out-'));
  made.push(outdir);
  const stack = new Stack(new App({ outdir }), 'S');
  const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  const bound = SourceCode.fromScript(entryPoint, options).bind(stack, reader);
  const tarball = join(outdir, `asset.${bound.hash}.tar.gz`);
  const files: string[] = [];
  list({ file: tarball, sync: true, onReadEntry: (entry) => files.push(entry.path) });
  return { ...bound, files, bytes: readFileSync(tarball), stack };
}

describe('a script by itself', () => {
  const folder = folderWith({ 'train.py': 'print(1)', 'secret.txt': 'x', 'requirements.txt': 'pandas' });

  test('travels alone', () => {
    const { files, entryPoint, hasRequirements, uri, hash, stack } = ship(join(folder, 'train.py'));
    expect({ files, entryPoint, hasRequirements }).toEqual({ files: ['train.py'], entryPoint: 'train.py', hasRequirements: false });
    expect(stack.resolve(uri)).toEqual({ 'Fn::Sub': `s3://cdk-hnb659fds-assets-\${AWS::AccountId}-\${AWS::Region}/${hash}.tar.gz` });
  });

  test('may be read by the job and nobody else', () => {
    const { stack, hash } = ship(join(folder, 'train.py'));
    const policy = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(policy).toContain(`/${hash}.tar.gz`);
    expect(policy).not.toContain('"*"');
  });
});

describe('a script with its folder', () => {
  const files = { 'train.py': 'print(1)', 'lib/util.py': 'x = 1', 'requirements.txt': 'pandas', 'data/.keep': '' };

  test('takes everything in it, in order', () => {
    const folder = folderWith(files);
    expect(ship(join(folder, 'train.py'), { sourceDir: folder })).toMatchObject({
      files: ['data/.keep', 'lib/util.py', 'requirements.txt', 'train.py'], entryPoint: 'train.py', hasRequirements: true,
    });
  });

  test('may lie deeper in it', () => {
    const folder = folderWith(files);
    expect(ship(join(folder, 'lib/util.py'), { sourceDir: folder }).entryPoint).toBe('lib/util.py');
  });

  test('leaves behind what belongs to an editor, an interpreter or version control', () => {
    const folder = folderWith({
      'train.py': 'x', '__pycache__/train.cpython-312.pyc': 'x', 'old.pyc': 'x', '.git/HEAD': 'x', '.ipynb_checkpoints/a.ipynb': 'x', '.DS_Store': 'x',
      '.venv/bin/python': 'x', 'node_modules/a/index.js': 'x', '.pytest_cache/v': 'x', '.mypy_cache/v': 'x', 'deep/__pycache__/a.pyc': 'x', 'deep/a.py': 'x',
    });
    expect(ship(join(folder, 'train.py'), { sourceDir: folder }).files).toEqual(['deep/a.py', 'train.py']);
  });

  test('follows links to files and folders, but not in a circle', () => {
    const shared = folderWith({ 'util.py': 'x = 1' });
    const folder = folderWith({ 'train.py': 'x' });
    symlinkSync(shared, join(folder, 'shared'));
    symlinkSync(join(shared, 'util.py'), join(folder, 'util.py'));
    symlinkSync(folder, join(shared, 'back'));
    const { files: shipped, bytes } = ship(join(folder, 'train.py'), { sourceDir: folder });
    expect(shipped).toEqual(['shared/util.py', 'train.py', 'util.py']);
    expect(gunzipSync(bytes).toString('latin1').match(/x = 1/g)).toHaveLength(2);
  });

  test('keeps the executable bit, and no other trace of the machine', () => {
    const folder = folderWith({ 'run.sh': 'x', 'train.py': 'x' });
    chmodSync(join(folder, 'run.sh'), 0o700);
    chmodSync(join(folder, 'train.py'), 0o600);
    const [run, train] = headers(ship(join(folder, 'train.py'), { sourceDir: folder }).bytes);
    expect(run).toMatchObject({ name: 'run.sh', mode: '000755', mtime: '' });
    expect(train).toMatchObject({ name: 'train.py', mode: '000644', uid: '', gid: '', owner: '' });
  });
});

describe('the tarball', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.txt$/), { minLength: 1, maxLength: 5 });

  test('has the same bytes for the same names and contents, whenever and wherever they were written', () => {
    fc.assert(fc.property(names, fc.string(), (paths, content) => {
      const files = { 'train.py': 'x', ...Object.fromEntries(paths.map((path) => [path, content])) };
      const [first, second] = [folderWith(files), folderWith(Object.fromEntries(Object.entries(files).reverse()))];
      utimesSync(join(second, 'train.py'), 1, 1);
      const [a, b] = [first, second].map((folder) => ship(join(folder, 'train.py'), { sourceDir: folder }));
      expect(a.hash).toBe(b.hash);
      expect(a.bytes.equals(b.bytes)).toBe(true);
    }), { numRuns: 10 });
  });

  test.each<[string, Record<string, string>]>([
    ['a content', { 'a.txt': 'other', 'b.txt': 'two' }],
    ['a name', { 'c.txt': 'one', 'b.txt': 'two' }],
    ['which file holds which content', { 'a.txt': 'two', 'b.txt': 'one' }],
    ['where one file ends', { 'a.txt': 'onet', 'b.txt': 'wo' }],
    ['an added file', { 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'x' }],
  ])('has another hash when %s changes', (_, changed) => {
    const hashOf = (files: Record<string, string>) => {
      const folder = folderWith({ 'train.py': 'x', ...files });
      return ship(join(folder, 'train.py'), { sourceDir: folder }).hash;
    };
    expect(hashOf(changed)).not.toBe(hashOf({ 'a.txt': 'one', 'b.txt': 'two' }));
  });

  test('has another hash when a file looks like two', () => {
    const hashOf = (files: Record<string, string>) => {
      const folder = folderWith({ 'train.py': 'x', ...files });
      return ship(join(folder, 'train.py'), { sourceDir: folder }).hash;
    };
    expect(hashOf({ a: '1\0b\x002' })).not.toBe(hashOf({ a: '1', b: '2' }));
  });
});

describe('fails, with the way out, for a script that', () => {
  const folder = folderWith({ 'train.py': 'x', 'empty.py': '', 'src/other.py': 'x' });

  test.each<[string, string, SourceCodeOptions, RegExp]>([
    ['is missing', 'none.py', {}, /^FileMissing {2}S\n {2}entryPoint: no such file, got '.*none\.py'\n {2}Create none\.py/],
    ['is empty', 'empty.py', {}, /^FileEmpty {2}S\n {2}entryPoint: the file is empty/],
    ['is a folder', 'src', {}, /^FileMissing/],
    ['lies outside of its folder', 'train.py', { sourceDir: 'src' }, /^EntryPointOutsideSourceDir {2}S\n[^]*Move train\.py into the folder/],
    ['has a folder that does not exist', 'train.py', { sourceDir: 'nowhere' }, /^EntryPointOutsideSourceDir/],
  ])('%s', (_, script, { sourceDir }, message) => {
    expect(() => ship(join(folder, script), { sourceDir: sourceDir && join(folder, sourceDir) })).toThrow(message);
  });

  test('stands beside a link that leads nowhere', () => {
    const broken = folderWith({ 'train.py': 'x' });
    symlinkSync(join(broken, 'gone.py'), join(broken, 'link.py'));
    expect(() => ship(join(broken, 'train.py'), { sourceDir: broken })).toThrow(/^LinkBroken {2}S\n[^]*link\.py/);
  });
});

/** The fields of each header in a tarball that could tell one machine from another. */
function headers(bytes: Buffer): Record<string, string>[] {
  const blocks = gunzipSync(bytes);
  const field = (at: number, from: number, length: number) => blocks.toString('latin1', at + from, at + from + length).replace(/[\0 ]/g, '');
  const found: Record<string, string>[] = [];
  for (let at = 0; blocks[at] !== 0; at += 512 + Math.ceil(parseInt(field(at, 124, 12), 8) / 512) * 512) {
    found.push({
      name: field(at, 0, 100), mode: field(at, 100, 8), uid: field(at, 108, 8), gid: field(at, 116, 8), mtime: field(at, 136, 12), owner: field(at, 265, 32),
    });
  }
  return found;
}
