import { DARK, LIGHT, type Palette } from '../../../rehearsal/report/html/theme';

/** Contrast of two colours as WCAG 2 defines it, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const TEXT: (keyof Palette)[] = ['ink', 'soft', 'good', 'bad', 'waiting', 'idle'];
const GROUNDS: (keyof Palette)[] = ['goodGround', 'badGround', 'waitingGround', 'idleGround', 'shade'];

test('measures contrast as WCAG does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

describe.each([['light', LIGHT], ['dark', DARK]] as const)('the %s palette', (_, palette) => {
  test.each(TEXT)('lets %s be read on paper', (text) => {
    expect(contrast(palette[text], palette.paper)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(GROUNDS)('lets the text of a box be read on %s', (ground) => {
    expect(contrast(palette.ink, palette[ground])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.soft, palette[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['mark', 'bad', 'good', 'waiting', 'idle'] as const)('lets %s be told from paper as a shape', (shape) => {
    expect(contrast(palette[shape], palette.paper)).toBeGreaterThanOrEqual(3);
  });

  test('lets a bar be told from its ground', () => {
    expect(contrast(palette.mark, palette.line)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.bad, palette.line)).toBeGreaterThanOrEqual(3);
  });
});
