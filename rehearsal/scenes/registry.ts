import type { Json } from '../sagemaker/api';
import { Failure } from './failure';
import { check, type Play } from './scene';

/** A version of the model, as its ARN tells. */
export interface Version {
  readonly arn: string;
  readonly number: number;
}

export function versionOf(arn: string): Version {
  return { arn, number: Number(arn.split('/').pop()) };
}

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

/** The version that a run registered, which waits for approval. */
export async function registeredBy(play: Play, execution: string): Promise<Json> {
  const { stage, report, printer } = play;
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: execution });
  const arn = (PipelineExecutionSteps as Json[]).flatMap(({ Metadata }) => (Metadata as Json | undefined)?.RegisterModel?.Arn ?? [])[0] as string | undefined;
  if (!arn) {
    throw new Failure(`no version was registered by ${execution}`);
  }
  const { number } = versionOf(arn);
  const registered = await version(play, number);
  const approval = String(registered.ModelApprovalStatus);
  report.modelPackages.push({ version: number, approval });
  printer.line('registry', `version ${number}, ${approval}`);
  check(report, `version ${number} waits for approval`, approval === 'PendingManualApproval', approval);
  return registered;
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
