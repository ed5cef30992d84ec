import type { Json } from '../sagemaker/api';
import { check, type Play } from './scene';

/** A version's card says what people wrote, and names the job that trained it and the report that measured it. */
export async function readCard({ stage, report, printer }: Play, execution: string, version: Json): Promise<void> {
  const card = JSON.parse(String(version.ModelCard?.ModelCardContent ?? '{}')) as Json;
  const { PipelineExecutionSteps } = await stage.sagemaker.call('ListPipelineExecutionSteps', { PipelineExecutionArn: execution });
  const trained = (PipelineExecutionSteps as Json[]).flatMap(({ Metadata }) => (Metadata as Json | undefined)?.TrainingJob?.Arn ?? [])[0] as string | undefined;
  const named = card.training_details?.training_job_details?.training_arn as string | undefined;
  const measured = card.evaluation_details?.[0]?.metadata?.metricsFile as string | undefined;
  printer.line('card', `trained by ${named?.split('/').pop() ?? 'nobody'}`);
  check(report, 'the model card names the training job of the run', named !== undefined && named === trained, named ?? 'no job');
  check(report, 'the model card names the report that the registry shows', measured !== undefined && measured === version.ModelMetrics.ModelQuality.Statistics.S3Uri,
    measured ?? 'no report');
  check(report, 'the model card says what the model is for', typeof card.intended_uses?.intended_uses === 'string', card.intended_uses?.intended_uses ?? 'nothing');
}
