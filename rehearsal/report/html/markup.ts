/** HTML that is safe to put into a page as it is. */
export class Markup {
  constructor(readonly text: string) {}
}

/** What may stand in a template: texts and numbers are escaped, lists are joined, and what is not there leaves nothing. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

/** Template of a piece of page: whatever is put into it is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.reduce((text, part, index) => `${text}${rendered(contents[index - 1])}${part}`));
}

function rendered(content: Content): string {
  if (content instanceof Markup) {
    return content.text;
  }
  if (content === undefined || content === false) {
    return '';
  }
  return typeof content === 'object' ? content.map(rendered).join('') : escaped(content);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(content: string | number): string {
  return printable(String(content)).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** Colours of a terminal are dropped; what no page may hold, such as other control characters and halves of pairs, shows as U+FFFD. */
function printable(text: string): string {
  return text.replace(/\u001b\[[\d;]*[A-Za-z]/g, '').replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
}
