import type { StepSummary } from '../report';
import { placeSteps, type PlacedStep } from './graph-layout';
import { html, type Markup } from './markup';
import { signAt, toneOf } from './states';

/** Which way the arrows run. */
export type Direction = 'across' | 'down';

const HEIGHT = 66;
const ACROSS = { gap: 28, between: 16, least: 118, most: 190 };
const DOWN = { gap: 24, between: 14, least: 148, most: 210 };
const LETTER = 7.6;
const PADDING = 14;
const EDGE = 1;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The steps of one run as boxes with arrows; the picture is named by a sentence, and the table of steps says the same in words. */
export function graph(name: string, steps: readonly StepSummary[], direction: Direction): Markup {
  const placed = placeSteps(steps);
  const plan = new Plan(placed, direction);
  const arrows = placed.flatMap((to) => to.from.map((from) => plan.arrow(from, to)));
  return html`
<svg class="graph ${direction}" role="img" aria-label="${name}: ${steps.map(told).join(', ')}" width="${plan.width}" height="${plan.height}" viewBox="0 0 ${plan.width} ${plan.height}">
${arrows.map((path) => html`<path class="arrow" d="${path}" />`)}${placed.map((each) => plan.box(each))}
</svg>`;
}

const told = ({ name, status }: StepSummary) => `${name} ${status.toLowerCase()}`;

/** Where everything lies. Layers follow each other along the arrows, rows lie beside each other. */
class Plan {
  readonly width: number;
  readonly height: number;
  private readonly sizes: { readonly width: number; readonly gap: number; readonly between: number };

  constructor(placed: readonly PlacedStep[], private readonly direction: Direction) {
    const { gap, between, least, most } = direction === 'across' ? ACROSS : DOWN;
    const longest = Math.max(0, ...placed.map(({ step }) => step.name.length));
    this.sizes = { width: Math.round(Math.min(Math.max(longest * LETTER + 2 * PADDING, least), most)), gap, between };
    const layers = 1 + Math.max(0, ...placed.map(({ layer }) => layer));
    const rows = 1 + Math.max(0, ...placed.map(({ row }) => row));
    const far = this.corner(layers - 1, rows - 1);
    this.width = far.x + this.sizes.width + EDGE;
    this.height = far.y + HEIGHT + EDGE;
  }

  box({ step, layer, row }: PlacedStep): Markup {
    const { x, y } = this.corner(layer, row);
    const tone = toneOf(step.status);
    const left = x + PADDING;
    return html`
<g class="step ${tone}"><title>${step.name}, ${step.type}: ${step.status} after ${step.seconds.toFixed(1)} s</title>
<rect x="${x}" y="${y}" width="${this.sizes.width}" height="${HEIGHT}" rx="8" />
<text class="name" x="${left}" y="${y + 22}">${shortened(step.name, (this.sizes.width - 2 * PADDING) / LETTER)}</text>
<text class="type" x="${left}" y="${y + 38}">${shortened(step.type, (this.sizes.width - 2 * PADDING) / (LETTER - 1))}</text>
${signAt(tone, left, y + 45)}<text class="time" x="${left + 17}" y="${y + 55}">${step.seconds.toFixed(1)} s</text>
</g>`;
  }

  /** Along its own row to the gap before its target, and there across: so it passes beside the boxes between them. */
  arrow(from: PlacedStep, to: PlacedStep): string {
    const start = this.side(from, 1);
    const end = this.side(to, 0);
    const bend = this.sizes.gap;
    return this.direction === 'across'
      ? `M${start.x} ${start.y}H${end.x - bend}C${end.x - bend / 2} ${start.y} ${end.x - bend / 2} ${end.y} ${end.x} ${end.y}m-5 -4 5 4 -5 4`
      : `M${start.x} ${start.y}V${end.y - bend}C${start.x} ${end.y - bend / 2} ${end.x} ${end.y - bend / 2} ${end.x} ${end.y}m-4 -5 4 5 4 -5`;
  }

  /** The middle of the side where arrows arrive (0) or leave (1). */
  private side({ layer, row }: PlacedStep, leaving: 0 | 1): Point {
    const { x, y } = this.corner(layer, row);
    return this.direction === 'across'
      ? { x: x + leaving * this.sizes.width, y: y + HEIGHT / 2 }
      : { x: x + this.sizes.width / 2, y: y + leaving * HEIGHT };
  }

  private corner(layer: number, row: number): Point {
    const { width, gap, between } = this.sizes;
    return this.direction === 'across'
      ? { x: EDGE + layer * (width + gap), y: EDGE + row * (HEIGHT + between) }
      : { x: EDGE + row * (width + between), y: EDGE + layer * (HEIGHT + gap) };
  }
}

function shortened(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, Math.max(1, Math.floor(length) - 1)).join('')}…`;
}
