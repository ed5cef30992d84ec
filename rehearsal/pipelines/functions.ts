import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Json } from '../sagemaker/api';
import { StepFailure } from './failure';

/** Calls functions for steps, and waits for their answers. */
export interface Functions {
  /** Throws a StepFailure with the function's own words when it fails. */
  invoke(functionArn: string, input: Json): Promise<unknown>;
}

/** The functions that were deployed. */
export class DeployedFunctions implements Functions {
  private readonly lambda: LambdaClient;

  constructor(endpoint: string, region: string) {
    this.lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 });
  }

  async invoke(functionArn: string, input: Json): Promise<unknown> {
    const { FunctionError, Payload } = await this.lambda.send(new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(input) }));
    const answer = JSON.parse(Payload?.transformToString() || 'null') as Json | null;
    if (FunctionError) {
      throw new StepFailure(`Lambda function ${functionArn} failed: ${answer?.errorType ?? FunctionError}: ${answer?.errorMessage ?? 'it said nothing'}`);
    }
    return answer;
  }

  close(): void {
    this.lambda.destroy();
  }
}

/** Where no function was deployed. */
export const NO_FUNCTIONS: Functions = {
  invoke: (functionArn) => Promise.reject(new StepFailure(`there is no Lambda function ${functionArn}: this runner was not told where functions are`)),
};
