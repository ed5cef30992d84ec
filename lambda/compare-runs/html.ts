/** A piece of HTML that is safe to show. Only the templates of this package make one. */
export class Html {
  constructor(public readonly text: string) {}
}

type Part = Html | string | number | undefined | false | Html[];

/** HTML whose values are escaped, whoever wrote them: names and parameters of runs are anybody's texts. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(texts.reduce((all, text, index) => `${all}${textOf(parts[index - 1])}${text}`));
}

/** A link to a page that this package knows the address of; without one the text stands for itself. */
export function link(text: string, address: string | undefined): Html {
  return address === undefined ? html`${text}` : html`<a href="${address}" target="_blank" rel="noopener">${text}</a>`;
}

/** JSON that may stand between tags; its values stay the same. */
export function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`));
}

function textOf(part: Part): string {
  if (part instanceof Html) {
    return part.text;
  }
  if (Array.isArray(part)) {
    return part.map(({ text }) => text).join('');
  }
  return part === undefined || part === false ? '' : escaped(String(part));
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);
}
