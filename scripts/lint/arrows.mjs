import { posix } from 'node:path';

/** The phases in the order of the lifecycle: each may use those before it. */
export const PHASES = ['studio', 'data', 'features', 'training', 'pipeline', 'registry', 'hosting', 'monitoring', 'foundation'];
const LIBRARY_ORDER = ['core', ...PHASES, 'lifecycle'];

/**
 * Why a file may not import another, or undefined when it may. Both are paths from the project's root, with forward slashes.
 *
 * This is the house plan: `core <- phases <- lifecycle <- bin`, through each room's index; what phases share in secret is
 * `core/internal`, and constructs meet handlers in `core/contract` alone.
 */
export function whyForbidden(importer, imported) {
  const from = roomOf(importer);
  const to = roomOf(imported);
  if (from.name === to.name) {
    return undefined;
  }
  switch (from.kind) {
    case 'library':
      return whyForbiddenInLibrary(from, to);
    case 'lambda':
      return to.name === 'core' && /^contract(\/|$)/.test(to.inside) ? undefined : 'handlers meet constructs only in lib/core/contract';
    case 'bin':
    case 'examples': {
      // The app speaks of mistakes as the library does.
      const shared = from.kind === 'bin' && to.name === 'core' && to.inside.startsWith('internal/');
      return to.kind === 'library' && !to.isIndex && !shared ? `users see a phase through its index only: import lib/${to.name}` : undefined;
    }
    default:
      return undefined;
  }
}

function whyForbiddenInLibrary(from, to) {
  if (to.kind !== 'library') {
    return `lib never imports ${to.name}`;
  }
  if (from.name === 'index') {
    return to.isIndex ? undefined : 'the library offers each phase whole, by its index';
  }
  if (LIBRARY_ORDER.indexOf(to.name) > LIBRARY_ORDER.indexOf(from.name) || to.name === 'index') {
    return `the arrows run ${LIBRARY_ORDER.join(' <- ')}: ${from.name} may not use ${to.name}`;
  }
  if (to.isIndex || (to.name === 'core' && /^(internal\/|contract(\/|$))/.test(to.inside))) {
    return undefined;
  }
  return `import ${to.name} through its index`;
}

/** `lib/core/internal/names.ts` is in the room `core` of the library, `internal/names.ts` inside it. */
function roomOf(path) {
  const [top, second, ...rest] = path.split('/');
  if (top !== 'lib') {
    return { kind: top, name: top, inside: [second, ...rest].join('/'), isIndex: false };
  }
  const name = second === undefined ? 'index' : second.replace(/\.ts$/, '');
  const inside = rest.join('/');
  return { kind: 'library', name, inside, isIndex: inside === '' || /^index(\.[jt]s)?$/.test(inside) };
}

/** Reports imports against the arrows, and any import of the whole of aws-cdk-lib from the library. */
export const arrows = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      against: "'{{source}}' runs against the arrows: {{why}}.",
      wholeCdk: "'{{source}}' loads the whole of aws-cdk-lib: import 'aws-cdk-lib/core' or the service's module.",
    },
  },
  create(context) {
    const root = context.settings.root;
    const importer = posix.relative(toSlashes(root), toSlashes(context.filename));
    const check = (node) => {
      if (typeof node?.value !== 'string') {
        return;
      }
      const source = node.value;
      if (importer.startsWith('lib/') && /^aws-cdk-lib(\/index(\.js)?)?$/.test(source)) {
        context.report({ node, messageId: 'wholeCdk', data: { source } });
      }
      if (source.startsWith('.')) {
        const why = whyForbidden(importer, posix.join(posix.dirname(importer), source));
        if (why) {
          context.report({ node, messageId: 'against', data: { source, why } });
        }
      }
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source),
      TSExternalModuleReference: (node) => check(node.expression),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
      'CallExpression[callee.object.name="require"][callee.property.name="resolve"]': (node) => check(node.arguments[0]),
    };
  },
};

function toSlashes(path) {
  return path.replaceAll('\\', '/');
}
