import type { Json } from '../api';

/** What is wrong with a value that stands at a place; nothing when it may stand there. */
type Rule = (value: unknown, place: string) => string[];

const text = (longest: number, shortest = 0): Rule => (value, place) =>
  typeof value === 'string' && value.length >= shortest && value.length <= longest ? [] : [`${place} must be a text of ${shortest} to ${longest} characters`];

const number: Rule = (value, place) => (typeof value === 'number' ? [] : [`${place} must be a number`]);
const boolean: Rule = (value, place) => (typeof value === 'boolean' ? [] : [`${place} must be true or false`]);

const oneOf = (...words: string[]): Rule => (value, place) =>
  words.includes(value as string) ? [] : [`${place} must be one of ${words.join(', ')}`];

const list = (item: Rule, most = Infinity, fewest = 0): Rule => (value, place) => {
  if (!Array.isArray(value) || value.length < fewest || value.length > most) {
    return [`${place} must be a list of ${fewest} to ${most} entries`];
  }
  return value.flatMap((each, position) => item(each, `${place}[${position}]`));
};

const map = (member: Rule): Rule => (value, place) =>
  isObject(value) ? Object.entries(value).flatMap(([name, each]) => member(each, `${place}.${name}`)) : [`${place} must be an object`];

const either = (...rules: Rule[]): Rule => (value, place) => {
  const found = rules.map((rule) => rule(value, place));
  return found.some((problems) => problems.length === 0) ? [] : found[0];
};

/** An object with these members and no others; those whose name ends in `!` must be there. */
const object = (members: Readonly<Record<string, Rule>>): Rule => (value, place) => {
  if (!isObject(value)) {
    return [`${place} must be an object`];
  }
  const rules = new Map(Object.entries(members).map(([name, rule]) => [name.replace('!', ''), rule]));
  const missing = Object.keys(members).filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1)).filter((name) => !(name in value));
  return [
    ...missing.map((name) => `${place} must have '${name}'`),
    ...Object.entries(value).flatMap(([name, each]) => rules.get(name)?.(each, `${place}.${name}`) ?? [`${place} must not have '${name}'`]),
  ];
};

const images = object({ container_image: list(text(1024), 15) });
const trainingMetric = object({ 'name!': text(255, 1), 'notes': text(1024), 'value!': number });
const hyperparameter = object({ 'name!': text(255, 1), 'value!': text(255, 1) });
const axis = text(63);

const metricOf = (type: string[], value: Rule, xAxis: Rule, yAxis: Rule): Rule => object({
  'name!': text(255, 1), 'notes': text(1024), 'type!': oneOf(...type), 'value!': value, 'x_axis_name': xAxis, 'y_axis_name': yAxis,
});

const metric = either(
  metricOf(['number', 'string', 'boolean'], either(number, text(63), boolean), axis, axis),
  metricOf(['linear_graph'], list(list(number, 2, 2), Infinity, 1), axis, axis),
  metricOf(['bar_chart'], list(number, Infinity, 1), list(axis), axis),
  metricOf(['matrix'], list(list(number, 20, 1), 20, 1), list(axis), list(axis)),
);

/** The schema of the cards of model packages, which is narrower than that of cards by themselves. Source: SageMaker developer guide. */
const card = object({
  model_overview: object({ model_creator: text(1024), model_artifact: list(text(1024), 15) }),
  intended_uses: object({
    purpose_of_model: text(2048), intended_uses: text(2048), factors_affecting_model_efficiency: text(2048),
    risk_rating: oneOf('High', 'Medium', 'Low', 'Unknown'), explanations_for_risk_rating: text(2048),
  }),
  business_details: object({ business_problem: text(2048), business_stakeholders: text(2048), line_of_business: text(2048) }),
  training_details: object({
    objective_function: object({ function: object({ function: oneOf('Maximize', 'Minimize'), facet: text(63), condition: text(63) }), notes: text(1024) }),
    training_observations: text(1024),
    training_job_details: object({
      training_arn: text(1024),
      training_datasets: list(text(1024), 15),
      training_environment: images,
      training_metrics: list(trainingMetric, 50),
      user_provided_training_metrics: list(trainingMetric, 50),
      hyper_parameters: list(hyperparameter, 100),
      user_provided_hyper_parameters: list(hyperparameter, 100),
    }),
  }),
  evaluation_details: list(object({
    'name!': text(63, 1),
    'evaluation_observation': text(2096),
    'evaluation_job_arn': text(256),
    'datasets': list(text(1024), 10),
    'metadata': map(text(1024)),
    'metric_groups': list(object({ 'name!': text(63, 1), 'metric_data!': list(metric) })),
  })),
  additional_information: object({ ethical_considerations: text(2048), caveats_and_recommendations: text(2048), custom_details: map(text(1024)) }),
});

/** What keeps a text from being the content of a model package's card; empty when nothing does. */
export function problemsInModelCard(content: string): string[] {
  try {
    return card(JSON.parse(content), 'the card');
  } catch (error) {
    return [`the card is no JSON: ${(error as Error).message}`];
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
