import { execFileSync } from 'node:child_process';
import { findPython } from '../containers/python';

/** A cell as a reader sees it, and the exact value behind it where there is one. */
export interface Cell {
  readonly text: string;
  readonly value?: number;
}

/** The rows of the table with that caption. */
export function tableOf(page: string, caption: string): Cell[][] {
  const [, table] = new RegExp(`<caption[^>]*>${caption}</caption>([^]*?)</table>`).exec(page)!;
  const [, body] = /<tbody>([^]*)<\/tbody>/.exec(table)!;
  return [...body.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) => [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell]) => ({
    text: textOf(cell),
    ...(cell.includes('<data') && { value: Number(/<data value="([^"]*)">/.exec(cell)![1]) }),
  })));
}

/** The page's words: no tags, no style. */
export function textOf(markup: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return markup.replace(/<style>[^]*?<\/style>/, '').replace(/<[^>]*>/g, '').replace(/&([a-z]+|#39);/g, (_, name: string) => entities[name]);
}

/** Tags and the names of their attributes: what no text may change. */
export function skeletonOf(page: string): string[] {
  return page.replace(/<style>[^]*?<\/style>/, '').match(/<[^>]*>/g)!.map((tag) => tag.replace(/="[^"]*"/g, '='));
}

/** Has a strict parser that is not ours read pages; throws where it stops. */
export function parseStrictly(...pages: readonly string[]): void {
  const script = 'import json, sys, xml.dom.minidom\nfor page in json.load(sys.stdin): xml.dom.minidom.parseString(page.encode())';
  execFileSync(findPython(), ['-c', script], { input: JSON.stringify(pages), stdio: ['pipe', 'pipe', 'pipe'] });
}
