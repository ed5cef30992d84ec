import type { Construct } from 'constructs';
import { isKnown } from '../../core/internal/errors';
import { ExecutionVariable } from '../execution-variable';
import type { ModelCard, ModelCardEvaluation, ModelDescription } from '../model-card';
import type { _TrainingRecord } from '../model-training-step';
import { jsonText } from './json-text';

/** What is on the card, as the schema of cards of model packages has it. */
export function contentOf(scope: Construct, card: ModelCard, modelUri: string): string {
  const { training, evaluations = [] } = card;
  const record = training?.step._record(scope, training.metrics ?? []);
  return jsonText({
    model_overview: { model_creator: card.creator, model_artifact: [modelUri] },
    intended_uses: unlessEmpty({
      purpose_of_model: card.purpose,
      intended_uses: card.intendedUses,
      factors_affecting_model_efficiency: card.efficiencyFactors,
      risk_rating: card.riskRating,
      explanations_for_risk_rating: card.riskExplanation,
    }),
    business_details: unlessEmpty({
      business_problem: card.businessProblem,
      business_stakeholders: card.businessStakeholders,
      line_of_business: card.lineOfBusiness,
    }),
    training_details: unlessEmpty({
      objective_function: objectiveOf(card),
      training_observations: card.trainingObservations,
      training_job_details: record && trainingJob(record),
    }),
    evaluation_details: evaluations.length > 0 ? evaluations.map(evaluation) : undefined,
    additional_information: {
      ethical_considerations: card.ethicalConsiderations,
      caveats_and_recommendations: card.caveats,
      custom_details: { pipelineExecution: ExecutionVariable.PIPELINE_EXECUTION_ARN.valueAsString, ...record?.details, ...card.customDetails },
    },
  });
}

function objectiveOf({ objective }: ModelDescription) {
  return objective && { function: { function: objective.function, facet: objective.facet, condition: objective.condition }, notes: objective.notes };
}

const LONGEST_HYPERPARAMETER = 255;
const MOST_HYPERPARAMETERS = 100;
const MOST_DATASETS = 15;

function trainingJob(record: _TrainingRecord) {
  const hyperparameters = Object.entries(record.hyperparameters)
    .filter(([name, value]) => [name, value].every((text) => !isKnown(text) || (text.length >= 1 && text.length <= LONGEST_HYPERPARAMETER)))
    .slice(0, MOST_HYPERPARAMETERS);
  const datasets = record.datasets.slice(0, MOST_DATASETS);
  return {
    training_arn: record.trainingJobArn?.valueAsString,
    training_datasets: datasets.length > 0 ? datasets : undefined,
    training_environment: record.image && { container_image: [record.image] },
    training_metrics: record.metrics.length > 0 ? record.metrics : undefined,
    hyper_parameters: hyperparameters.length > 0 ? hyperparameters.map(([name, value]) => ({ name, value })) : undefined,
  };
}

const LONGEST_NAME = 63;

function evaluation({ step, name, datasets = [], metrics = [], observation }: ModelCardEvaluation) {
  return {
    name: name ?? step.stepName.slice(0, LONGEST_NAME),
    evaluation_observation: observation,
    evaluation_job_arn: step._jobArn.valueAsString,
    datasets: datasets.length > 0 ? datasets.map((input) => step._inputUri(input)) : undefined,
    metadata: step._writesMetrics ? { metricsFile: step._metricsUri } : undefined,
    metric_groups: metrics.length > 0
      ? [{ name: 'metrics', metric_data: metrics.map((path) => ({ name: path, type: 'number', value: step.metric(path).valueAsNumber })) }]
      : undefined,
  };
}

function unlessEmpty<T extends object>(section: T): T | undefined {
  return Object.values(section).some((member) => member !== undefined) ? section : undefined;
}
