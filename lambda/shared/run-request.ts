import type { StartPipelineExecutionCommandInput } from '@aws-sdk/client-sagemaker';

/** A request that AWS recognises when it comes a second time, and the name by which the run is found again. */
export interface RunRequest {
  readonly displayName: string;
  readonly input: StartPipelineExecutionCommandInput;
}

export const PIPELINE_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}$/;

/** Values as the API takes them, always in the same order; nothing where there are none. */
export function parameterList(values: Readonly<Record<string, string>> = {}): Pick<StartPipelineExecutionCommandInput, 'PipelineParameters'> {
  const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length > 0 ? { PipelineParameters: entries.map(([Name, Value]) => ({ Name, Value })) } : {};
}
