import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../package.json';
import { Consumer, ROOT } from './consumer';

const consumer = new Consumer();
afterAll(() => consumer.remove());

/** The rooms that each subpath may bring along. */
const ROOMS: Record<string, string[]> = {
  core: ['core'],
  studio: ['core', 'studio'],
  data: ['core', 'data'],
  features: ['core', 'data', 'features'],
  training: ['core', 'training'],
  pipeline: ['core', 'data', 'training', 'pipeline', 'registry'],
  registry: ['core', 'registry'],
  hosting: ['core', 'hosting'],
  monitoring: ['core', 'data', 'training', 'pipeline', 'registry', 'hosting', 'monitoring'],
};

const subpaths = Object.keys(packageJson.exports).flatMap((path) => /^\.\/(\w+)$/.exec(path)?.[1] ?? []);

describe('the packed package', () => {
  const files = consumer.files().filter((path) => !path.startsWith('node_modules/'));

  test.each(['package.json', 'README.md', 'LICENSE', '.jsii', 'dist/lib/index.js', 'dist/lib/index.d.ts'])('holds %s', (path) => {
    expect(files).toContain(path);
  });

  test('holds every subpath it offers', () => {
    for (const { types, default: code } of Object.values(packageJson.exports).filter((each) => typeof each === 'object')) {
      expect(files).toEqual(expect.arrayContaining([types.slice(2), code.slice(2)]));
    }
  });

  test('holds every handler, built', () => {
    const handlers = readdirSync(join(ROOT, 'lambda')).filter((name) => existsSync(join(ROOT, 'lambda', name, 'handler.ts')));
    expect(handlers.length).toBeGreaterThan(0);
    expect(files).toEqual(expect.arrayContaining(handlers.map((name) => `dist/lambda/${name}/index.mjs`)));
  });

  test('holds every Python script that the library reads', () => {
    const read = readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.py'));
    expect(read.length).toBeGreaterThan(0);
    expect(files).toEqual(expect.arrayContaining(read.map((path) => `dist/lib/${path.replaceAll('\\', '/')}`)));
  });

  test('holds nothing else', () => {
    const welcome = [
      /^(package\.json|README\.md|LICENSE|NOTICE|\.jsii)$/,
      /^lib\/\w+\/README\.md$/,
      /^dist\/lib\/.+(\.d\.ts|\.js|\.py)$/,
      /^dist\/lambda\/[\w-]+\/index\.mjs$/,
    ];
    expect(files.filter((path) => !welcome.some((each) => each.test(path)))).toEqual([]);
  });

  test('tells nothing about the machine that built it', () => {
    const telling = files.filter((path) => {
      const content = readFileSync(join(consumer.installed, path), 'utf8');
      return content.includes(`${ROOT}/`) || content.includes(`${homedir()}/`);
    });
    expect(telling).toEqual([]);
  });
});

describe('a user', () => {
  test('of TypeScript with node16 modules compiles against the subpaths and synthesises', () => {
    consumer.compile();
    expect(typesIn('out/app.js')).toEqual(['AWS::SageMaker::ModelPackageGroup']);
    expect(consumer.run('out/module.mjs')).toBe('');
  });

  test('of ES modules synthesises', () => {
    expect(typesIn('app.mjs')).toEqual(['AWS::SageMaker::ModelPackageGroup']);
  });

  test('of CommonJS synthesises', () => {
    expect(typesIn('app.cjs')).toEqual(['AWS::SageMaker::ModelPackageGroup']);
  });

  test('cannot reach what is private', () => {
    expect(() => consumer.run('loaded.cjs', 'cdk-sagemaker-lifecycle/dist/lib/core/internal/names.js')).toThrow(/ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  test.each(subpaths)('of %s loads that phase, what it rests on, and never the whole of aws-cdk-lib', (subpath) => {
    const loaded = JSON.parse(consumer.run('loaded.cjs', `cdk-sagemaker-lifecycle/${subpath}`)) as { files: string[]; run: string[] };
    const rooms = new Set(loaded.run.flatMap((path) => /^(\w+)\//.exec(path)?.[1] ?? []));
    const allowed = ROOMS[subpath] ?? [...rooms];
    expect([...rooms]).toContain(subpath);
    expect([...rooms].filter((room) => !allowed.includes(room))).toEqual([]);
    expect(loaded.files.filter((path) => path.endsWith('/aws-cdk-lib/index.js'))).toEqual([]);
    expect(loaded.files.filter((path) => path.includes('/node_modules/tar/'))).toEqual([]);
  });
});

/** The types of what an app makes, after a look at what it says of its imports: the same class by every path. */
function typesIn(app: string): string[] {
  const { Description, Resources } = consumer.synthesise(app);
  expect(Description).toBe('true');
  return Object.values(Resources).map(({ Type }) => Type);
}
