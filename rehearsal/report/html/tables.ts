import { html, type Content, type Markup } from './markup';

export interface Column {
  readonly title: string;
  /**
   * Numbers stand below each other; an aside leaves when the window is narrow.
   *
   * @default - text
   */
  readonly kind?: 'number' | 'aside';
}

/** A table whose first column names its rows. The caption is for those who hear the page: the others have the heading. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  const cell = (content: Content, index: number) => (index === 0
    ? html`<th scope="row">${content}</th>`
    : html`<td class="${columns[index].kind ?? 'text'}">${content}</td>`);
  return html`
<table>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map(({ title, kind = 'text' }) => html`<th scope="col" class="${kind}">${kind === 'aside' ? html`<span class="unseen">${title}</span>` : title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`
<tr>${row.map(cell)}</tr>`)}
</tbody>
</table>`;
}

/** Terms and what they stand for. */
export function facts(entries: readonly (readonly [string, Content])[]): Markup {
  return html`
<dl class="facts">${entries.map(([term, value]) => html`
<div><dt>${term}</dt><dd>${value}</dd></div>`)}
</dl>`;
}

/** A list, or a sentence that says why there is none. */
export function list(items: readonly Content[], otherwise: string): Markup {
  return items.length === 0
    ? html`<p class="soft">${otherwise}</p>`
    : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** A part of the page, under its heading. */
export function section(id: string, heading: string, ...contents: readonly Content[]): Markup {
  return html`
<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>${contents}
</section>`;
}
