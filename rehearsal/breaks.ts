import type { Workspace } from './stage/workspace';

/** A known defect, to see that the rehearsal can fail. */
export interface Break {
  /** What is planted, for the report. */
  readonly plants: string;
  /** Settings of the app. */
  readonly settings?: Record<string, string>;
  /** Changes to the user's files. */
  readonly change?: (workspace: Workspace) => void;
  /** Whether the first approval is told to nobody. */
  readonly loseApproval?: boolean;
  /** Whether no traffic is shifted. */
  readonly shiftNothing?: boolean;
}

/** `npm run rehearse -- --break <name>`: each must end with an exit code other than zero and the one message that names the cause. */
export const BREAKS: Record<string, Break> = {
  'train-script': {
    plants: 'train.py raises an error',
    change: (workspace) => workspace.edit('train.py', (source) =>
      source.replace('if __name__ == "__main__":', 'if __name__ == "__main__":\n    raise RuntimeError("planted by --break train-script")')),
  },
  'metric-bar': {
    plants: 'no model can reach the bar',
    settings: { minimumAuc: '0.999' },
  },
  'bad-parameter': {
    plants: 'the training job asks for an instance type that the API does not know',
    settings: { trainingInstance: 'ml.m5.gigantic' },
  },
  'inference-script': {
    plants: 'inference.py fails where it is served',
    change: (workspace) => workspace.edit('inference.py', (source) =>
      source.replace('import pandas as pd\n', 'import pandas as pd\n\nif "SAGEMAKER_PROGRAM" in os.environ:\n    raise RuntimeError("planted by --break inference-script")\n')),
  },
  'lost-event': {
    plants: 'the event of the approval is lost, and the timer does not fire',
    loseApproval: true,
  },
  'no-shift': {
    plants: 'the traffic that should be shifted is not',
    shiftNothing: true,
  },
  'missing-data': {
    plants: 'the data file is gone',
    change: (workspace) => workspace.removeData(),
  },
};
