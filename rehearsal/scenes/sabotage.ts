import { DeleteItemCommand, DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DeleteRuleCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DRIFT_EVENT_SOURCE, type EndpointOrder } from '../../lib/core/contract';
import { endpointNow } from './endpoints';
import { Failure } from './failure';
import { groupName } from './registry';
import { eventually, pipelineName, runsOf } from './runs';
import type { Play } from './scene';
import { wakeEndpoints } from './waker';

const RULE = 'rehearsal-starts-directly';
const GONE_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 60_000;

/** Deletes the endpoint behind the app's back, and waits until it is gone. */
export async function dropEndpoint(play: Play): Promise<void> {
  const dropped = await endpointNow(play);
  await play.stage.sagemaker.call('DeleteEndpoint', { EndpointName: dropped?.EndpointName });
  // The reconciler may make another at once.
  await eventually(GONE_WITHIN_MS, 'the endpoint was not deleted', async () =>
    (await endpointNow(play))?.CreationTime === dropped?.CreationTime ? undefined : true);
}

/** Gives an order for the endpoint, as a person may: `pause` lets it follow nothing until `resume`. */
export async function order(play: Play, what: EndpointOrder['order']): Promise<void> {
  await wakeEndpoints(play, { order: what, endpointName: await groupName(play) });
}

/** Deletes what the app knows of its endpoint. */
export async function forgetEndpoint(play: Play): Promise<void> {
  const Key = { endpointName: { S: await groupName(play) } };
  const dynamodb = new DynamoDBClient(play.stage.client);
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  for (const TableName of TableNames) {
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key })).catch(() => ({ Item: undefined }));
    if (Item) {
      await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
      dynamodb.destroy();
      return;
    }
  }
  throw new Failure('the app keeps no record of its endpoint');
}

/** A rule with the pipeline as its target: it has no token that would make a repeated delivery the same start. */
export async function startDirectly(play: Play): Promise<void> {
  const { PipelineArn, RoleArn } = await play.stage.sagemaker.call('DescribePipeline', { PipelineName: await pipelineName(play) });
  const events = new EventBridgeClient(play.stage.client);
  await events.send(new PutRuleCommand({ Name: RULE, EventPattern: JSON.stringify({ source: [DRIFT_EVENT_SOURCE] }) }));
  await events.send(new PutTargetsCommand({ Rule: RULE, Targets: [{ Id: 'pipeline', Arn: String(PipelineArn), RoleArn: String(RoleArn) }] }));
  events.destroy();
}

/** Removes that rule, and stops what it started. */
export async function stopStartingDirectly(play: Play): Promise<void> {
  const { stage } = play;
  const events = new EventBridgeClient(stage.client);
  await events.send(new RemoveTargetsCommand({ Rule: RULE, Ids: ['pipeline'] }));
  await events.send(new DeleteRuleCommand({ Name: RULE }));
  events.destroy();
  const pipeline = await pipelineName(play);
  const statusOf = async (PipelineExecutionArn: string) =>
    String((await stage.sagemaker.call('DescribePipelineExecution', { PipelineExecutionArn })).PipelineExecutionStatus);
  for (const run of await runsOf(play, pipeline)) {
    if (await statusOf(run) === 'Executing') {
      await stage.sagemaker.call('StopPipelineExecution', { PipelineExecutionArn: run, ClientRequestToken: `stopped-after-the-control-${run.slice(-12)}` });
    }
  }
  await eventually(STOPPED_WITHIN_MS, 'the runs did not stop', async () => {
    const statuses = await Promise.all((await runsOf(play, pipeline)).map(statusOf));
    return statuses.every((status) => !['Executing', 'Stopping'].includes(status)) ? true : undefined;
  });
}
