import { GetItemCommand, PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RETRAINING_RECORD } from '../../lib/core/contract';
import { errorName } from '../shared/errors';
import type { RetrainingRecord } from './record';

/** Members of the record that the item holds as JSON. */
const MEMBERS = ['open', 'lastStarted', 'lastRefused', 'decided'] as const;

/** The records of retrainings, one item a pipeline. */
export class RetrainingRecords {
  constructor(private readonly dynamodb: DynamoDBClient, private readonly tableName: string) {}

  /** The record as it is, not as it was a moment ago; an empty one where there is none. */
  public async read(pipelineName: string): Promise<RetrainingRecord> {
    const { Item } = await this.dynamodb.send(new GetItemCommand({ TableName: this.tableName, Key: keyOf(pipelineName), ConsistentRead: true }));
    return recordOf(pipelineName, Item ?? {});
  }

  /** Writes a record that follows the one that was read; undefined when somebody else wrote in between. */
  public async write(record: RetrainingRecord): Promise<RetrainingRecord | undefined> {
    const next = { ...record, version: record.version + 1 };
    try {
      await this.dynamodb.send(new PutItemCommand({
        TableName: this.tableName,
        Item: itemOf(next),
        ...(record.version === 0
          ? { ConditionExpression: 'attribute_not_exists(endpointName)' }
          : { ConditionExpression: 'version = :read', ExpressionAttributeValues: { ':read': { N: String(record.version) } } }),
      }));
      return next;
    } catch (error) {
      if (errorName(error) === 'ConditionalCheckFailedException') {
        return undefined;
      }
      throw error;
    }
  }
}

function keyOf(pipelineName: string): { endpointName: AttributeValue.SMember } {
  return { endpointName: { S: `${RETRAINING_RECORD}${pipelineName}` } };
}

function itemOf(record: RetrainingRecord): Record<string, AttributeValue> {
  const members = MEMBERS.filter((name) => record[name] !== undefined).map((name) => [name, { S: JSON.stringify(record[name]) }] as const);
  return { ...keyOf(record.pipelineName), version: { N: String(record.version) }, ...Object.fromEntries(members) };
}

function recordOf(pipelineName: string, item: Record<string, AttributeValue>): RetrainingRecord {
  const members = MEMBERS.flatMap((name) => (item[name]?.S === undefined ? [] : [[name, JSON.parse(item[name].S) as unknown]]));
  return { pipelineName, version: Number(item.version?.N ?? 0), decided: [], ...Object.fromEntries(members) } as RetrainingRecord;
}
