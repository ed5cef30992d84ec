import type { Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { withoutTokens } from '../../core/internal/tokens-in-text';
import type { ModelCard, ModelCardEvaluation, ModelCardTraining, ModelObjective } from '../model-card';

// Source of the limits: the schema of model packages' cards in the SageMaker developer guide.
const TEXT = Limit.between('ModelCardText', 0, 2048);
const SHORT_TEXT = Limit.between('ModelCardText', 0, 1024);
const OBSERVATION = Limit.between('ModelCardText', 0, 2096);
const FACET = Limit.between('ModelCardText', 0, 63);
const CUSTOM_NAME = Limit.between('ModelCardCustomName', 1);
const EVALUATION_NAME = Limit.between('ModelCardEvaluationName', 1, 63);
const METRIC_NAME = Limit.between('ModelCardMetricName', 1, 255);
const TRAINING_METRICS = Limit.between('ModelCardTrainingMetrics', 0, 50);
const DATASETS = Limit.between('ModelCardDatasets', 0, 10);
const CONTENT = Limit.between('ModelCardContent', 0, 100_000);

/** Adds what the service would refuse in a run. */
export function checkModelCard(card: ModelCard, mistakes: Mistakes): void {
  for (const member of [
    'purpose', 'intendedUses', 'efficiencyFactors', 'riskExplanation', 'businessProblem', 'businessStakeholders', 'lineOfBusiness', 'ethicalConsiderations', 'caveats',
  ] as const) {
    mistakes.add(TEXT.mistakeInText(`modelCard.${member}`, card[member]));
  }
  for (const member of ['creator', 'trainingObservations'] as const) {
    mistakes.add(SHORT_TEXT.mistakeInText(`modelCard.${member}`, card[member]));
  }
  for (const [name, value] of Object.entries(card.customDetails ?? {})) {
    mistakes.add(CUSTOM_NAME.mistakeInText('modelCard.customDetails', name)).add(SHORT_TEXT.mistakeInText(`modelCard.customDetails '${name}'`, value));
  }
  checkObjective(card.objective, mistakes);
  checkTraining(card.training, mistakes);
  card.evaluations?.forEach((evaluation) => checkEvaluation(evaluation, mistakes));
}

/** Adds that a card is too long as a whole; what the run fills in does not count. */
export function checkContent(content: string, mistakes: Mistakes): void {
  const { length } = withoutTokens(content);
  mistakes.when(length > CONTENT.max!, {
    code: 'ModelCardContentLength', property: 'modelCard', problem: `may have ${CONTENT.max} characters altogether`, value: length,
    fix: 'Leave something out, or say it in a document and name that in customDetails.',
  });
}

function checkObjective(objective: ModelObjective | undefined, mistakes: Mistakes): void {
  mistakes
    .add(FACET.mistakeInText('modelCard.objective.facet', objective?.facet))
    .add(FACET.mistakeInText('modelCard.objective.condition', objective?.condition))
    .add(SHORT_TEXT.mistakeInText('modelCard.objective.notes', objective?.notes));
}

function checkTraining(training: ModelCardTraining | undefined, mistakes: Mistakes): void {
  mistakes.add(TRAINING_METRICS.mistakeInCount('modelCard.training.metrics', training?.metrics));
  training?.metrics?.forEach((name) => mistakes.add(METRIC_NAME.mistakeInText('modelCard.training.metrics', name)));
}

function checkEvaluation({ name, datasets, metrics, observation }: ModelCardEvaluation, mistakes: Mistakes): void {
  mistakes
    .add(EVALUATION_NAME.mistakeInText('modelCard.evaluations.name', name))
    .add(DATASETS.mistakeInCount('modelCard.evaluations.datasets', datasets))
    .add(OBSERVATION.mistakeInText('modelCard.evaluations.observation', observation));
  metrics?.forEach((path) => mistakes.add(METRIC_NAME.mistakeInText('modelCard.evaluations.metrics', path)));
}
