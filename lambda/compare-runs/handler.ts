import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Context } from 'aws-lambda';
import type { RunComparisonAnswer } from '../../lib/core/contract';
import { clientSettings } from '../shared/clients';
import { EvaluationReports } from '../shared/evaluation-reports';
import { Log } from '../shared/logging';
import { RunsBesideEachOther } from './compare';
import { Runs } from './runs';

const comparison = new RunsBesideEachOther(new Runs(new SageMakerClient(clientSettings), new EvaluationReports(new S3Client(clientSettings))));

/** Called by a widget of a dashboard that somebody looks at, or by a program. */
export const handler = (event: unknown, context: Context): Promise<RunComparisonAnswer | string> =>
  comparison.answer(event, context.invokedFunctionArn, new Log({ handler: context.functionName, requestId: context.awsRequestId }));
