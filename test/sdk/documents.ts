import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionOf, withPlainArns } from '../pipeline/support';
import { CASES } from './cases';
import { type Case, Site } from './cases/site';

export const LINES = ['v2', 'v3'];
export const FOLDER = join(__dirname, 'documents');
export const COVERAGE = join(__dirname, 'coverage.md');

type Json = Record<string, unknown>;

/** Names of the cases that the SDK has written. */
export function writtenCases(line: string): string[] {
  return readdirSync(join(FOLDER, line)).filter((file) => file.endsWith('.json')).map((file) => file.replace(/\.json$/, ''));
}

/** What the SDK made of a case. */
export function documentOf(line: string, name: string): Json {
  return JSON.parse(readFileSync(join(FOLDER, line, `${name}.json`), 'utf8')) as Json;
}

/** What the SDK lets the containers of a line's checks read in a file, by the name of the step. */
export function settingsOf(line: string): Json {
  const folder = join(FOLDER, line, 'settings');
  return Object.fromEntries(readdirSync(folder).map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8'))]));
}

/** What we make of it. */
export function renderingOf({ build }: Case): Json {
  const site = new Site();
  build(site);
  return withPlainArns(definitionOf(site.pipeline())) as Json;
}

/** Every definition there is, of both sides. */
export function allDefinitions(): Json[] {
  return LINES.flatMap((line) => [...writtenCases(line).map((name) => documentOf(line, name)), ...CASES[line].map(renderingOf)]);
}
