import { pause } from '../pause';
import type { StepKind } from '../step-kind';

/** Puts a model into the registry, by CreateModelPackage. */
export const registerModel: StepKind = {
  type: 'RegisterModel',
  check: (step, place) => {
    const { ModelPackageGroupName: group, ModelPackageName: name } = step.Arguments ?? {};
    return (group === undefined) === (name === undefined) ? [`${place} needs either ModelPackageGroupName or ModelPackageName`] : [];
  },
  run: async (step, { api, values, signal, pollMs, report }) => {
    const { ModelPackageArn: arn } = await api.call('CreateModelPackage', await values.resolve(step.Arguments));
    const metadata = { RegisterModel: { Arn: arn } };
    report({ metadata });
    for (;;) {
      const version = await api.call('DescribeModelPackage', { ModelPackageName: arn });
      if (version.ModelPackageStatus === 'Completed') {
        return { status: 'Succeeded', properties: version, metadata };
      }
      if (version.ModelPackageStatus === 'Failed') {
        return { status: 'Failed', metadata, failureReason: `ClientError: model package ${arn} failed: ${JSON.stringify(version.ModelPackageStatusDetails)}` };
      }
      if (signal.aborted) {
        return { status: 'Stopped', metadata };
      }
      await pause(pollMs, signal);
    }
  },
};
