import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';

const SDK = '@aws-sdk/client-';
const COMMAND = 'Command';

/** A function, a method or a class's rest: something that is used as a whole or not at all. */
interface Piece {
  readonly name: string;
  readonly node: ts.Node;
  readonly commands: ReadonlyMap<string, string>;
}

/**
 * The SDK calls that a handler can come to, as `<service> <command>`.
 *
 * It starts at `handler.ts` and follows names, not types: a method is taken to be used when something that is used calls a method of that name. So it
 * may find a call that is never made, and misses none.
 */
export function callsOf(handlerFile: string): Set<string> {
  const { used, unused } = piecesOf(handlerFile);
  const found = new Set<string>();
  for (let piece = used.pop(); piece; piece = used.pop()) {
    const mentioned = mentionedIn(piece.node);
    for (const [command, service] of piece.commands) {
      if (mentioned.has(command)) {
        found.add(`${service} ${command.slice(0, -COMMAND.length)}`);
      }
    }
    for (const next of [...unused].filter(({ name }) => mentioned.has(name))) {
      unused.delete(next);
      used.push(next);
    }
  }
  return found;
}

/** The pieces of a file and of all files that it imports; what runs when `handler.ts` is loaded, or is its handler, is used. */
function piecesOf(handlerFile: string): { used: Piece[]; unused: Set<Piece> } {
  const used: Piece[] = [];
  const unused = new Set<Piece>();
  const known = new Set([handlerFile]);
  for (const file of known) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    const commands = new Map<string, string>();
    for (const statement of source.statements.filter(ts.isImportDeclaration)) {
      const from = (statement.moduleSpecifier as ts.StringLiteral).text;
      if (from.startsWith('.')) {
        known.add(fileAt(resolve(dirname(file), from)));
      } else if (from.startsWith(SDK)) {
        const bindings = statement.importClause?.namedBindings;
        const names = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
        names.filter((name) => name.endsWith(COMMAND)).forEach((name) => commands.set(name, from.slice(SDK.length)));
      }
    }
    for (const piece of source.statements.filter((each) => !ts.isImportDeclaration(each)).flatMap((each) => split(each, commands))) {
      if (file === handlerFile) {
        used.push(piece);
      } else {
        unused.add(piece);
      }
    }
  }
  return { used, unused };
}

/** Methods go by their own names; everything else of a file goes by the names that it declares. */
function split(statement: ts.Statement, commands: ReadonlyMap<string, string>): Piece[] {
  if (ts.isClassDeclaration(statement)) {
    const className = statement.name?.text ?? '';
    return statement.members.map((node) => ({ name: ts.isMethodDeclaration(node) ? methodName(node) : className, node, commands }));
  }
  if (ts.isFunctionDeclaration(statement)) {
    return [{ name: statement.name?.text ?? '', node: statement, commands }];
  }
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((node) => ({ name: ts.isIdentifier(node.name) ? node.name.text : '', node, commands }));
  }
  return [];
}

function methodName({ name }: ts.MethodDeclaration): string {
  return `.${ts.isIdentifier(name) || ts.isPrivateIdentifier(name) ? name.text : ''}`;
}

/** Names that are read, and methods that are called or handed on, as `.name`. */
function mentionedIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (each: ts.Node): void => {
    if (ts.isPropertyAccessExpression(each) && !(ts.isIdentifier(each.expression) && each.expression.text === 'Promise')) {
      names.add(`.${each.name.text}`);
      visit(each.expression);
      return;
    }
    if (ts.isIdentifier(each)) {
      names.add(each.text);
    }
    ts.forEachChild(each, visit);
  };
  ts.forEachChild(node, visit);
  return names;
}

function fileAt(path: string): string {
  const found = [`${path}.ts`, join(path, 'index.ts')].find((file) => existsSync(file));
  if (!found) {
    throw new Error(`${path} is no source file`);
  }
  return found;
}
