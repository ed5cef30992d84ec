import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');
const PHASES = ['core', 'studio', 'data', 'features', 'training', 'pipeline', 'registry', 'hosting', 'monitoring', 'foundation', 'lifecycle'];
const AWS_MODULES: Record<string, string> = {
  cloudwatch: 'aws-cloudwatch', ec2: 'aws-ec2', events: 'aws-events', glue: 'aws-glue', iam: 'aws-iam', kms: 'aws-kms', lambda: 'aws-lambda', s3: 'aws-s3',
  scheduler: 'aws-scheduler', sns: 'aws-sns', sqs: 'aws-sqs',
  targets: 'aws-events-targets',
};

/** A `ts` block of a README. */
export interface Block {
  /** Path of the README from the project's root. */
  readonly readme: string;
  /** Line of the README that holds the block's first line. */
  readonly line: number;
  readonly code: string;
  /** What an HTML comment before the block declares, `<!-- given: declare const bucket: s3.IBucket; -->`: shown to the compiler, not to readers. */
  readonly given: string;
}

/** The READMEs of the project, of its phases and of its examples. */
export function readmes(): string[] {
  const below = (folder: string) => (existsSync(join(ROOT, folder)) ? readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}/README.md`) : []);
  return ['README.md', 'CONTRIBUTING.md', ...below('lib'), ...below('examples')].filter((path) => existsSync(join(ROOT, path)));
}

export function blocksOf(readme: string, markdown = readFileSync(join(ROOT, readme), 'utf8')): Block[] {
  const fence = /(?:<!-- given: ((?:(?!-->)[^])*?)-->\s*)?^```ts\n([^]*?)^```$/gm;
  return [...markdown.matchAll(fence)].map((match) => {
    const start = match.index + match[0].indexOf('```ts\n') + '```ts\n'.length;
    return { readme, line: markdown.slice(0, start).split('\n').length, given: match[1] ?? '', code: match[2] };
  });
}

/** Type-checks all blocks in one program against the library's sources; each problem as `README.md:12: what is wrong`. */
export function problemsIn(blocks: readonly Block[]): string[] {
  const sources = new Map(blocks.map((block, index) => [join(ROOT, `readme-block-${index}.ts`), block]));
  const options: ts.CompilerOptions = {
    ...configured(),
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    types: ['node'],
    paths: { 'cdk-sagemaker-lifecycle': ['./lib/index.ts'], 'cdk-sagemaker-lifecycle/*': ['./lib/*/index.ts'] },
  };
  const host = ts.createCompilerHost(options);
  host.fileExists = (path) => sources.has(path) || ts.sys.fileExists(path);
  host.readFile = (path) => (sources.has(path) ? whole(sources.get(path)!) : ts.sys.readFile(path));
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources].flatMap(([path, block]) => {
    const file = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((found) => {
      // The block starts in the second line of its file.
      const line = block.line + Math.max(0, file.getLineAndCharacterOfPosition(found.start ?? 0).line - 1);
      return `${block.readme}:${line}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`;
    });
  });
}

/** A block that imports is a program of its own; any other is the body of a stack's constructor, with every phase at hand. */
function whole({ code, given }: Block): string {
  if (/^import /m.test(code)) {
    return `${given.replace(/\s+/g, ' ')}\n${code}\nexport {};`;
  }
  const imports = [
    "import { App, Aws, CfnOutput, Duration, RemovalPolicy, Size, Stack, Tags, Token } from 'aws-cdk-lib/core';",
    "import { Construct } from 'constructs';",
    ...Object.entries(AWS_MODULES).map(([name, module]) => `import * as ${name} from 'aws-cdk-lib/${module}';`),
    ...PHASES.filter((phase) => existsSync(join(ROOT, 'lib', phase, 'index.ts'))).map((phase) => `import * as ${phase} from './lib/${phase}/index.js';`),
  ];
  const opening = `class Fixture extends Stack { constructor(scope: Construct, id: string) { super(scope, id);`;
  return `${imports.join(' ')} ${given.replace(/\s+/g, ' ')} ${opening}\n${code}\n}}\nnew Fixture(new App(), 'Fixture');`;
}

function configured(): ts.CompilerOptions {
  const path = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, (file) => ts.sys.readFile(file));
  return ts.parseJsonConfigFileContent({ ...config, include: [], files: ['package.json'] }, ts.sys, ROOT, undefined, relative(ROOT, path)).options;
}
