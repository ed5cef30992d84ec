import type { Json } from '../sagemaker/api';
import { Failure } from './failure';
import type { Play } from './scene';

/** Name of the model's group, which is that of its endpoint too: the app chooses it, so it is looked up. */
export async function groupName({ stage, model }: Play): Promise<string> {
  const { ModelPackageGroupSummaryList } = await stage.sagemaker.call('ListModelPackageGroups', {});
  const found = (ModelPackageGroupSummaryList as Json[]).map((each) => String(each.ModelPackageGroupName)).find((name) => name.endsWith(`-${model}`));
  if (!found) {
    throw new Failure(`no registry of the model '${model}' was deployed`);
  }
  return found;
}

/** A version as the registry describes it. */
export async function version(play: Play, wanted: number): Promise<Json> {
  const { ModelPackageSummaryList } = await play.stage.sagemaker.call('ListModelPackages', { ModelPackageGroupName: await groupName(play) });
  const summary = (ModelPackageSummaryList as Json[]).find((each) => each.ModelPackageVersion === wanted);
  if (!summary) {
    throw new Failure(`version ${wanted} is not in the registry`);
  }
  return play.stage.sagemaker.call('DescribeModelPackage', { ModelPackageName: summary.ModelPackageArn });
}

/** Approves a version as a person does. */
export async function approve(play: Play, wanted: number): Promise<void> {
  const { ModelPackageArn } = await version(play, wanted);
  await play.stage.sagemaker.call('UpdateModelPackage', { ModelPackageArn, ModelApprovalStatus: 'Approved' });
  const shown = play.report.modelPackages.find((each) => each.version === wanted);
  if (shown) {
    shown.approval = 'Approved';
  }
  play.printer.line('approve', `version ${wanted}`);
}
