import { jobName } from '../job-names';
import type { StepKind } from '../step-kind';

/** Makes a model, by CreateModel. */
export const model: StepKind = {
  type: 'Model',
  check: (step, place) => (step.Arguments ? [] : [`${place} lacks Arguments`]),
  run: async (step, { api, executionId, values }) => {
    const ModelName = jobName(executionId, step.Name);
    const { ModelArn: arn } = await api.call('CreateModel', { ...await values.resolve(step.Arguments), ModelName });
    return { status: 'Succeeded', properties: await api.call('DescribeModel', { ModelName }), metadata: { Model: { Arn: arn } } };
  },
};
