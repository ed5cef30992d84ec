/**
 * Puts the compiled library into one file, dist/lib/library.js, which loads in a quarter of the time of its hundred modules.
 *
 * Each module stays a function of its own in there and runs when one of its names is first used: whoever uses one class pays for what that class needs.
 * The rooms' index files, and what the app of this package takes from within, become doors into that file.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';

/** Finds Python files and handlers by its own place, and so stays there. */
const STAYS = join('core', 'internal', 'library-folder.js');
/** Modules that are entered from outside, beside the rooms. */
const INNER_DOORS = [join('core', 'internal', 'errors.js')];
const BUNDLE = 'library.js';

export async function bundleLibrary(folder) {
  const files = readdirSync(folder, { recursive: true });
  const modules = files.filter((path) => path.endsWith('.js'));
  const doors = [...modules.filter((path) => /^(\w+[\\/])?index\.js$/.test(path)), ...INNER_DOORS];
  const load = createRequire(import.meta.url);
  const names = new Map(doors.map((door) => [door, Object.keys(load(join(folder, door)))]));
  const { outputFiles: [bundle] } = await build({
    stdin: {
      contents: `module.exports = {${doors.map((door) => `${JSON.stringify(posix(door))}: () => require(${JSON.stringify(`./${posix(door)}`)})`).join(', ')}};`,
      resolveDir: folder,
    },
    absWorkingDir: folder,
    bundle: true,
    packages: 'external',
    plugins: [{ name: 'stays', setup: leaveInPlace(folder) }, { name: 'lazy', setup: loadWhenUsed(load) }],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    write: false,
    logLevel: 'error',
  });
  files.filter((path) => /\.js(on)?$/.test(path) && path !== STAYS).forEach((path) => rmSync(join(folder, path)));
  writeFileSync(join(folder, BUNDLE), bundle.contents);
  for (const [door, exported] of names) {
    const way = posix(relative(dirname(door), BUNDLE));
    // The second line never runs: it tells importers of ES modules what there is.
    writeFileSync(join(folder, door), [
      `module.exports = require('${way.startsWith('.') ? way : `./${way}`}')['${posix(door)}']();`,
      `0 && (module.exports = { ${exported.join(', ')} });`,
      '',
    ].join('\n'));
  }
}

/** What a build plugin does to keep one module out of the bundle. */
function leaveInPlace(folder) {
  return ({ onResolve }) => onResolve({ filter: /library-folder$/ }, ({ resolveDir, path }) => {
    const target = `${relative(folder, resolve(resolveDir, path))}.js`;
    return target === STAYS ? { path: `./${posix(target)}`, external: true } : undefined;
  });
}

const REEXPORT = /^__exportStar\(require\("([^"]+)"\), exports\);$/gm;

/** What a build plugin does to let a room's index load a module when one of its names is first used, as those of aws-cdk-lib do. */
function loadWhenUsed(load) {
  return ({ onLoad }) => onLoad({ filter: /[\\/]index\.js$/ }, ({ path }) => {
    const modules = [...readFileSync(path, 'utf8').matchAll(REEXPORT)].map(([, module]) => module);
    const getters = modules.flatMap((module) => Object.keys(load(join(dirname(path), module))).map((name) =>
      `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('${module}').${name} });`));
    return modules.length === 0 ? undefined : { contents: ["Object.defineProperty(exports, '__esModule', { value: true });", ...getters].join('\n') };
  });
}

function posix(path) {
  return path.split(sep).join('/');
}
