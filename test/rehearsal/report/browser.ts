import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const OPENS_WITHIN_MS = 45_000;

/** A browser that starts on this machine: CHROME_PATH, else one in a usual place. One that is named and does not start is a mistake. */
export function findBrowser(): string | undefined {
  const named = process.env.CHROME_PATH;
  if (named) {
    execFileSync(named, ['--version'], { stdio: 'ignore' });
    return named;
  }
  return USUAL_PLACES.find((place) => spawnSync(place, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** What a page is like once a browser has laid it out in a window of that width. */
export interface Look {
  readonly width: number;
  readonly title: string;
  /** How far the page reaches; more than the width means that it scrolls to the side. */
  readonly reach: number;
  /** Shows whether the style took effect. */
  readonly bodyWidth: string;
  readonly paper: string;
  /** What was loaded besides the page itself. */
  readonly loaded: string[];
  /** The graphs that show. */
  readonly graphs: string[];
  /** The least contrast of any text with what is behind it. */
  readonly contrast: { readonly ratio: number; readonly text: string };
  /** Lengths of the bars of drift, as shares of the longest possible. */
  readonly bars: number[];
}

export interface Opened {
  readonly looks: Look[];
  /** What the pages could do to the one around them; anything means that a text was run. */
  readonly hacked: boolean;
  /** What the browser complained of. */
  readonly complaints: string[];
}

/** Opens a page in windows of some widths. The page runs no script, so one around it does the looking. */
export function openInBrowser(browser: string, page: string, scheme: 'light' | 'dark', widths: readonly number[]): Opened {
  const folder = mkdtempSync(join(tmpdir(), 'browser-test-'));
  try {
    const file = join(folder, 'around.html');
    writeFileSync(file, around(page, widths));
    const { stdout, stderr, status } = spawnSync(browser, [
      '--headless', '--no-sandbox', '--hide-scrollbars', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
      `--user-data-dir=${join(folder, 'profile')}`, `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
      '--enable-logging=stderr', '--dump-dom', pathToFileURL(file).href,
    ], { encoding: 'utf8', timeout: OPENS_WITHIN_MS, maxBuffer: 64 * 1024 * 1024 });
    const found = /<template id="found">([^<]*)</.exec(stdout);
    if (status !== 0 || !found) {
      throw new Error(`${browser} did not open the page (status ${status}):\n${stderr}`);
    }
    const complaints = stderr.split('\n').filter((line) => line.includes('CONSOLE'));
    return { ...(JSON.parse(decodeURIComponent(found[1])) as Pick<Opened, 'looks' | 'hacked'>), complaints };
  } finally {
    // The browser's helpers may still be writing into the profile for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function around(page: string, widths: readonly number[]): string {
  const inside = page.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const frames = widths.map((width) => `<iframe style="border:0;width:${width}px;height:900px" srcdoc="${inside}"></iframe>`);
  const look = readFileSync(join(__dirname, 'look.js'), 'utf8');
  return `<!DOCTYPE html><meta charset="utf-8"><body>${frames.join('')}<template id="found"></template><script>${look}</script></body>`;
}
