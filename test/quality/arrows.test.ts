import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Piece {
  readonly path: string;
  readonly code: string;
}

const forbidden: [string, string, string, RegExp][] = [
  ['core using a phase', 'lib/core/x.ts', '../pipeline', /core may not use pipeline/],
  ['core/internal using a phase', 'lib/core/internal/x.ts', '../../data', /core may not use data/],
  ['a phase using a later one', 'lib/data/x.ts', '../training', /data may not use training/],
  ['a phase using the composition', 'lib/monitoring/x.ts', '../lifecycle', /monitoring may not use lifecycle/],
  ["another phase's private part", 'lib/hosting/x.ts', '../pipeline/private/x', /import pipeline through its index/],
  ["another phase's private part, from deeper", 'lib/hosting/private/x.ts', '../../pipeline/private/x', /import pipeline through its index/],
  ["another phase's file", 'lib/lifecycle/x.ts', '../pipeline/pipeline', /import pipeline through its index/],
  ["core's facts", 'lib/data/x.ts', '../core/facts/limits.json', /import core through its index/],
  ['the library as a whole, from inside', 'lib/lifecycle/x.ts', '../index', /lifecycle may not use index/],
  ['handlers from the library', 'lib/pipeline/x.ts', '../../lambda/start-execution/handler', /lib never imports lambda/],
  ['the rehearsal from the library', 'lib/pipeline/x.ts', '../../rehearsal/main', /lib never imports rehearsal/],
  ['the app from the library', 'lib/lifecycle/x.ts', '../../bin/app', /lib never imports bin/],
  ['a construct from a handler', 'lambda/start-execution/handler.ts', '../../lib/pipeline', /only in lib\/core\/contract/],
  ['core from a handler', 'lambda/start-execution/handler.ts', '../../lib/core', /only in lib\/core\/contract/],
  ["a phase's private part from the app", 'bin/app.ts', '../lib/pipeline/private/x', /through its index only/],
  ["a phase's private part from an example", 'examples/income/app.ts', '../../lib/pipeline/private/x', /through its index only/],
  ['the errors of core from an example', 'examples/income/app.ts', '../../lib/core/internal/errors', /through its index only/],
  ['the whole CDK in the library', 'lib/core/x.ts', 'aws-cdk-lib', /loads the whole of aws-cdk-lib/],
  ['the whole CDK by its index', 'lib/core/x.ts', 'aws-cdk-lib/index', /loads the whole of aws-cdk-lib/],
];

const allowed: [string, string, string][] = [
  ['core from a phase', 'lib/studio/x.ts', '../core'],
  ["what phases share in secret", 'lib/studio/private/x.ts', '../../core/internal/errors'],
  ['the contract from a phase', 'lib/pipeline/x.ts', '../core/contract/start-execution'],
  ['the whole contract from a phase', 'lib/pipeline/private/x.ts', '../../core/contract'],
  ['the whole contract from a handler', 'lambda/start-execution/handler.ts', '../../lib/core/contract'],
  ['an earlier phase', 'lib/pipeline/x.ts', '../data'],
  ["a phase's own private part", 'lib/pipeline/x.ts', './private/x'],
  ['every phase from the composition', 'lib/lifecycle/x.ts', '../foundation'],
  ['every phase from the index of the library', 'lib/index.ts', './hosting'],
  ['the contract from a handler', 'lambda/start-execution/handler.ts', '../../lib/core/contract/start-execution'],
  ["a handler's own file", 'lambda/start-execution/handler.ts', './names'],
  ['what handlers share', 'lambda/start-execution/handler.ts', '../shared/log'],
  ['a phase from the app', 'bin/app.ts', '../lib/lifecycle'],
  ['the errors of core from the app', 'bin/app.ts', '../lib/core/internal/errors'],
  ['a module of the CDK in the library', 'lib/core/x.ts', 'aws-cdk-lib/aws-s3'],
  ['the core of the CDK in the library', 'lib/core/x.ts', 'aws-cdk-lib/core'],
  ['the whole CDK in an example', 'examples/income/app.ts', 'aws-cdk-lib'],
];

const forms: [string, (source: string) => string][] = [
  ['import type', (source) => `import type { X } from '${source}';\nexport const x = (y: X) => y;\n`],
  ['export from', (source) => `export { x } from '${source}';\n`],
  ['export *', (source) => `export * from '${source}';\n`],
  ['import =', (source) => `import x = require('${source}');\nx();\n`],
  ['require()', (source) => `require('${source}');\n`],
  ['require.resolve()', (source) => `require.resolve('${source}');\n`],
  ['import()', (source) => `void import('${source}');\n`],
  ['the type import()', (source) => `export type X = import('${source}').X;\n`],
];

describe('the arrows between rooms', () => {
  const importing = (source: string) => `import { x } from '${source}';\nx();\n`;
  const found = lint([
    ...forbidden.map(([, path, source]) => ({ path, code: importing(source) })),
    ...allowed.map(([, path, source]) => ({ path, code: importing(source) })),
    ...forms.map(([, write]) => ({ path: 'lib/core/x.ts', code: write('../pipeline') })),
  ]);

  test.each(forbidden.map(([what, , , why], index) => ({ what, why, messages: found[index] })))('fail $what', ({ why, messages }) => {
    expect(messages).toEqual([expect.stringMatching(why)]);
  });

  test.each(allowed.map(([what], index) => ({ what, messages: found[forbidden.length + index] })))('let pass $what', ({ messages }) => {
    expect(messages).toEqual([]);
  });

  test.each(forms.map(([form], index) => ({ form, messages: found[forbidden.length + allowed.length + index] })))(
    'see through $form', ({ messages }) => {
      expect(messages).toEqual([expect.stringMatching(/core may not use pipeline/)]);
    });
});

function lint(pieces: Piece[]): string[][] {
  const output = execFileSync(process.execPath, [join(__dirname, 'lint-probe.mjs')], { input: JSON.stringify(pieces), encoding: 'utf8' });
  return JSON.parse(output) as string[][];
}
