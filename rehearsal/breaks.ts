import { SAGEMAKER_DETAIL_TYPES } from '../lib/core/contract';
import { dropEndpoint, forgetEndpoint, order, startDirectly, stopStartingDirectly } from './scenes/sabotage';
import type { SceneName } from './scenes/scenes';
import type { Play } from './scenes/scene';
import { untilAtRest } from './scenes/waker';
import type { Workspace } from './stage/workspace';

/** When a planted defect may do its harm: a scene says that the moment has come. */
export type Moment = 'before the first approval' | 'drift was told' | 'before the timer' | 'after the roll-back' | 'before the settings' | 'before the end';

/** A known defect, to see that the rehearsal can fail. */
export interface Break {
  /** What is planted, for the report. */
  readonly plants: string;
  /** The scene that must fail; nothing is played after it, and before it only what it needs. */
  readonly noticedIn: SceneName;
  /** Words of the one message, which name the cause. */
  readonly says: string;
  /** Settings of the app. */
  readonly settings?: Record<string, string>;
  /** Changes to the user's files. */
  readonly change?: (workspace: Workspace) => void;
  /** Traffic that is other than it should be. */
  readonly traffic?: 'always shifted' | 'never shifted';
  /** What the first line of `model_fn` in a bad version is, in place of an error. */
  readonly badModel?: string;
  readonly at?: Partial<Record<Moment, (play: Play) => Promise<void>>>;
  /** Puts right what would go on doing harm when other controls follow on the same deployment. */
  readonly undo?: (play: Play) => Promise<void>;
  /** Whether what is served afterwards is not what should be. */
  readonly spoilsEndpoint?: boolean;
  /** What SageMaker may refuse on the way, because handlers mend what was planted. */
  readonly refusals?: RegExp;
}

/**
 * `npm run rehearse -- --break <name>`: each must end with an exit code other than zero and the one message that names the cause.
 *
 * In this order they share a deployment: those that need another deployment come first.
 */
export const BREAKS: Record<string, Break> = {
  'missing-data': {
    plants: 'the data file is gone',
    noticedIn: 'deploy',
    says: 'income.csv',
    change: (workspace) => workspace.removeData(),
  },
  'bad-parameter': {
    plants: 'the training job asks for an instance type that the API does not know',
    noticedIn: 'firstRun',
    says: 'ml.m5.gigantic',
    settings: { trainingInstance: 'ml.m5.gigantic' },
  },
  'metric-bar': {
    plants: 'no model can reach the bar',
    noticedIn: 'firstRun',
    says: 'auc',
    settings: { minimumAuc: '0.999' },
  },
  'train-script': {
    plants: 'train.py raises an error',
    noticedIn: 'firstRun',
    says: 'planted by --break train-script',
    change: (workspace) => workspace.edit('train.py', (source) =>
      source.replace('if __name__ == "__main__":', 'if __name__ == "__main__":\n    raise RuntimeError("planted by --break train-script")')),
  },
  'inference-script': {
    plants: 'inference.py fails where it is served',
    noticedIn: 'serve',
    says: 'planted by --break inference-script',
    change: (workspace) => workspace.edit('inference.py', (source) =>
      source.replace('import pandas as pd\n', 'import pandas as pd\n\nif "SAGEMAKER_PROGRAM" in os.environ:\n    raise RuntimeError("planted by --break inference-script")\n')),
  },
  'other-answers': {
    plants: 'inference.py answers something else where it is served',
    noticedIn: 'serve',
    says: 'the endpoint answers as the model loaded directly',
    change: (workspace) => workspace.edit('inference.py', (source) =>
      source.replace('model))[:, 1]\n', 'model))[:, 1] * (0.5 if "SAGEMAKER_PROGRAM" in os.environ else 1)\n')),
  },
  'lost-event': {
    plants: 'the event of the approval is lost, and the timer does not fire',
    noticedIn: 'serve',
    says: 'nothing has heard of the approval',
    at: { 'before the first approval': losesApprovals },
    undo: hearsApprovals,
    spoilsEndpoint: true,
  },
  'no-shift': {
    plants: 'the traffic that should be shifted is not',
    noticedIn: 'drift',
    says: 'shifted traffic was not found',
    traffic: 'never shifted',
  },
  'retrained-twice': {
    plants: 'a rule starts the pipeline for each delivery of the drift event',
    noticedIn: 'drift',
    says: 'three deliveries of one drift event start one retraining',
    at: { 'drift was told': startDirectly },
    undo: stopStartingDirectly,
  },
  'false-alarm': {
    plants: 'traffic like the training data is reported as drift',
    noticedIn: 'drift',
    says: 'is not quiet',
    traffic: 'always shifted',
  },
  'made-anew': {
    plants: 'the second version gets an endpoint of its own in place of the first',
    noticedIn: 'lostEvent',
    says: 'made anew',
    at: { 'before the timer': dropEndpoint },
  },
  'bad-version-serves': {
    plants: 'the failure of a bad version is hidden from its health check',
    noticedIn: 'badVersion',
    says: 'serves although its model cannot be loaded',
    badModel: 'return None',
    spoilsEndpoint: true,
  },
  'old-version-lost': {
    plants: 'the version before is lost when a bad one is rolled back',
    noticedIn: 'badVersion',
    says: 'the version before does not go on serving',
    at: { 'after the roll-back': dropEndpoint },
    spoilsEndpoint: true,
    // The reconciler puts the version before back, and some of what it needs is still there.
    refusals: /Cannot create already existing/,
  },
  'settings-lost': {
    plants: 'the endpoint follows its settings no more',
    noticedIn: 'changedSettings',
    says: 'the endpoint does not run on',
    at: { 'before the settings': (play) => order(play, 'pause') },
    undo: (play) => order(play, 'resume'),
  },
  'left-behind': {
    plants: 'the record of the endpoint is lost before the app is destroyed',
    noticedIn: 'destroy',
    says: 'SageMaker Endpoint ',
    at: { 'before the end': forgetEndpoint },
    // What it has made is still there, and is asked for again when it knows of nothing.
    refusals: /Cannot create already existing/,
  },
};

async function losesApprovals(play: Play): Promise<void> {
  play.stage.sagemaker.settings.dropEvents = SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE;
  await untilAtRest(play);
}

async function hearsApprovals({ stage }: Play): Promise<void> {
  stage.sagemaker.settings.dropEvents = '';
}
