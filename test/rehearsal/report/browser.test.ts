import { DARK, LIGHT } from '../../../rehearsal/report/html/theme';
import { page } from '../../../rehearsal/report/html/page';
import type { Report } from '../../../rehearsal/report/report';
import { findBrowser, openInBrowser } from './browser';
import { parseStrictly } from './reading';
import { failedReport, fullReport } from './sample';

const WIDTHS = [1280, 760, 420, 320];
const ATTACK = '<img src=x onerror="top.hacked=1"><script>top.hacked=1</script><style>*{display:none}</style>';

/** A report whose texts are long, or would do harm if a browser ran them. */
function hostileReport(): Report {
  const full = fullReport();
  const endless = 'w'.repeat(400);
  return {
    ...full,
    pipelineSteps: full.pipelineSteps.map((step) => ({ ...step, name: `${ATTACK}${step.name}${endless}`, failureReason: endless })),
    resourcesByType: { [endless]: 1, [ATTACK]: 2 },
    metrics: { [endless]: 0.5 },
    modelPackages: [{ version: 1, approval: endless }],
    endpoint: { name: endless, status: endless, configsSeen: [endless] },
    prediction: { input: endless, output: ATTACK },
    drift: { ...full.drift!, byFeature: { [endless]: 1 } },
    checks: [{ what: ATTACK, ok: true, detail: endless }, { what: endless, ok: false, detail: ATTACK }],
    timeline: [{ at: 1, name: endless, text: ATTACK }],
    leftovers: [endless],
  };
}

const rgb = (colour: string) => `rgb(${[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(', ')})`;

const browser = findBrowser();
if (browser) {
  test.each([['light', LIGHT], ['dark', DARK]] as const)('opens in a browser, %s, as it should at every width', (scheme, palette) => {
    const { looks, complaints } = openInBrowser(browser, page(fullReport()), scheme, WIDTHS);
    expect(complaints).toEqual([]);
    expect(looks.map(({ width }) => width)).toEqual(WIDTHS);
    for (const look of looks) {
      expect(look).toMatchObject({ title: 'Rehearsal: 5 passed, 0 failed', bodyWidth: '1120px', paper: rgb(palette.paper), loaded: [], reach: look.width });
      expect(look.graphs).toEqual(look.width > 760 ? ['graph across', 'graph across'] : ['graph down', 'graph down']);
      expect(look.contrast.ratio).toBeGreaterThanOrEqual(4.5);
      const drift = Object.values(fullReport().drift!.byFeature!);
      expect(look.bars).toHaveLength(drift.length);
      look.bars.forEach((share, index) => expect(share).toBeCloseTo(drift[index] / Math.max(...drift), 2));
    }
  });

  test('shows a failure so that it can be read', () => {
    const { looks, complaints } = openInBrowser(browser, page(failedReport()), 'light', WIDTHS);
    expect(complaints).toEqual([]);
    looks.forEach(({ contrast, reach, width }) => {
      expect(contrast.ratio).toBeGreaterThanOrEqual(4.5);
      expect(reach).toBe(width);
    });
  });

  test('takes endless words and attacks for texts', () => {
    const { looks, hacked, complaints } = openInBrowser(browser, page(hostileReport()), 'light', WIDTHS);
    expect(complaints).toEqual([]);
    expect(hacked).toBe(false);
    looks.forEach(({ reach, width, loaded }) => expect({ reach, loaded }).toEqual({ reach: width, loaded: [] }));
  });

  test('fails to hide what a page without its guards would do', () => {
    const open = page(fullReport()).replace(/<meta http-equiv[^>]*>/, '').replace('<main>', `<main>${ATTACK}`);
    expect(openInBrowser(browser, open, 'light', [420]).hacked).toBe(true);
  });
} else {
  test('is well-formed for a strict parser, with long and hostile texts too: no browser is here to open it', () => {
    parseStrictly(page(fullReport()), page(failedReport()), page(hostileReport()));
  });
}
