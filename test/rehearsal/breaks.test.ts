import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BREAKS } from '../../rehearsal/breaks';
import { ALL_SCENES, SCENES, upTo } from '../../rehearsal/scenes/scenes';
import type { Workspace } from '../../rehearsal/stage/workspace';

const ROOT = join(__dirname, '..', '..');
const defects = Object.entries(BREAKS);
const ofExample = (script: string) => readFileSync(join(ROOT, 'examples', 'income', 'model', script), 'utf8');

test.each(['serve', 'drift', 'lostEvent', 'badVersion', 'changedSettings', 'destroy'])('what the scene %s shows has a control', (scene) => {
  expect(defects.filter(([, { noticedIn }]) => noticedIn === scene)).not.toEqual([]);
});

test.each(defects)('%s plants something', (_, { settings, change, traffic, badModel, at }) => {
  const planted = [settings, change, traffic, badModel, at].filter((each) => each !== undefined);
  expect(planted).toHaveLength(1);
});

test.each(defects.flatMap(([defect, { change }]) => (change ? [[defect, change] as const] : [])))('%s changes a file that the example has', (_, change) => {
  const changed: string[] = [];
  const workspace = {
    edit: (script: string, edited: (source: string) => string) => {
      expect(edited(ofExample(script))).not.toBe(ofExample(script));
      changed.push(script);
    },
    removeData: () => changed.push('the data'),
  };
  change(workspace as unknown as Workspace);
  expect(changed).toHaveLength(1);
});

test('a bad version is made from a script that has the line to change', () => {
  expect(ofExample('inference.py')).toContain('def model_fn(model_dir):\n');
});

test('the README tells each defect as the rehearsal does, in the order in which they share a deployment', () => {
  const readme = readFileSync(join(ROOT, 'rehearsal', 'README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map(([, defect, planted]) => [defect, planted.replaceAll('`', '')]);
  expect(rows).toEqual(defects.map(([defect, { plants }]) => [defect, plants]));
});

test('a scene is played after all that it needs, and needs only what comes before it', () => {
  expect(upTo('drift')).toEqual(['deploy', 'firstRun', 'metrics', 'serve', 'drift']);
  for (const name of ALL_SCENES) {
    const { needs } = SCENES[name];
    expect(needs === undefined ? -1 : ALL_SCENES.indexOf(needs)).toBeLessThan(ALL_SCENES.indexOf(name));
  }
});
