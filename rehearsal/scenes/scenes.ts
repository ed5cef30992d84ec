import { badVersion } from './bad-version';
import { changedSettings } from './changed-settings';
import { compareRuns } from './compare-runs';
import { deploy } from './deploy';
import { destroy } from './destroy';
import { drift } from './drift';
import { lookUpFeatures } from './feature-store';
import { firstRun } from './first-run';
import { independentMetrics } from './independent-metrics';
import { lostEvent } from './lost-event';
import { changeScript, deployAgain } from './redeploy';
import type { Scene } from './scene';
import { serve } from './serve';

export type SceneName = 'deploy' | 'firstRun' | 'features' | 'metrics' | 'serve' | 'drift' | 'lostEvent' | 'badVersion' | 'changedSettings' | 'deployAgain'
  | 'changeScript' | 'compareRuns' | 'destroy';

export interface Part {
  /** What it shows; stands in the report when it cannot go on. */
  readonly shows: string;
  readonly scene: Scene;
  /** The scene that must have been played before, with those that it needs itself. */
  readonly needs?: SceneName;
}

/** What must be shown, in order. */
export const SCENES: Readonly<Record<SceneName, Part>> = {
  deploy: { shows: 'the app is deployed', scene: deploy },
  firstRun: { shows: 'the first run registers a model', scene: firstRun, needs: 'deploy' },
  features: { shows: 'features can be looked up', scene: lookUpFeatures, needs: 'firstRun' },
  metrics: { shows: 'the metrics can be measured anew', scene: independentMetrics, needs: 'firstRun' },
  serve: { shows: 'an approved model is served', scene: serve, needs: 'metrics' },
  drift: { shows: 'drift is found and trains the model anew', scene: drift, needs: 'serve' },
  lostEvent: { shows: 'a lost event is made good', scene: lostEvent, needs: 'serve' },
  badVersion: { shows: 'a bad version does no harm', scene: badVersion, needs: 'serve' },
  changedSettings: { shows: 'changed settings reach the endpoint', scene: changedSettings, needs: 'serve' },
  deployAgain: { shows: 'the app can be deployed again', scene: deployAgain, needs: 'firstRun' },
  changeScript: { shows: 'a changed script makes a new version', scene: changeScript, needs: 'firstRun' },
  compareRuns: { shows: 'runs are compared side by side', scene: compareRuns, needs: 'firstRun' },
  destroy: { shows: 'the app can be destroyed', scene: destroy, needs: 'serve' },
};

export const ALL_SCENES = Object.keys(SCENES) as SceneName[];

/** A scene after those that it needs, the first ones first. */
export function upTo(name: SceneName): SceneName[] {
  const { needs } = SCENES[name];
  return [...(needs ? upTo(needs) : []), name];
}
