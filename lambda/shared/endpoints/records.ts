import {
  GetItemCommand, ScanCommand, UpdateItemCommand, type AttributeValue, type DynamoDBClient, type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { ENDPOINT_RECORD_EXPIRY, type EndpointSettings } from '../../../lib/core/contract';
import { errorName } from '../errors';
import { hashOf } from '../tokens';
import { rowOf, type Deletion, type EndpointRow, type Progress } from './record';
import { settingsHashOf } from './settings';

/** The lock is held by somebody else, or by a later turn of the same execution: this one may write no more. */
export class LostLockError extends Error {
  public override readonly name = 'LostLockError';
}

const ONE: AttributeValue = { N: '1' };
/** Longer than an execution's name is taken, which is 90 days; requests that nobody could handle can be sent again for 14 days. */
const REMEMBERED_MS = 100 * 86_400_000;
/** What a record says of an endpoint that is there, or should be. */
const OF_ENDPOINT = ['settings', 'settingsHash', 'paused', 'stopped', 'deletion', 'progress', 'lockOwner', 'lockUntilMs'];

type Values = Record<string, AttributeValue | undefined>;

interface Change {
  readonly add?: Readonly<Record<string, AttributeValue>>;
  readonly remove?: readonly string[];
  readonly condition?: string;
  readonly conditionValues?: Record<string, AttributeValue>;
}

/** What wakers and deployments may set; a member that is left out stays as it is. */
export interface Wish {
  readonly settings?: EndpointSettings;
  readonly paused?: boolean;
  readonly stopped?: boolean;
  readonly deletion?: Deletion;
  /** Who asks, where requests may come twice and late: one that came before, and was followed by another, is not heeded. */
  readonly requestId?: string;
}

/** A request that was seen before may only come again as long as none followed it. */
const IS_NOT_LATE = '(NOT contains(seenRequests, :lastRequest) OR lastRequest = :lastRequest)';

/** The durable records of endpoints. Every write that could do harm twice, or late, is conditional. */
export class EndpointRecords {
  constructor(private readonly dynamodb: DynamoDBClient, private readonly tableName: string) {}

  public async get(endpointName: string): Promise<EndpointRow | undefined> {
    const { Item } = await this.dynamodb.send(new GetItemCommand({ ...this.row(endpointName), ConsistentRead: true }));
    return rowOf(Item);
  }

  public async all(): Promise<EndpointRow[]> {
    const found: EndpointRow[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.dynamodb.send(new ScanCommand({ TableName: this.tableName, ConsistentRead: true, ExclusiveStartKey: start }));
      found.push(...(page.Items ?? []).flatMap((item) => rowOf(item) ?? []));
      start = page.LastEvaluatedKey;
    } while (start);
    return found;
  }

  /**
   * Notes what should be, and that something changed. Makes the record when settings are given; otherwise it must be there.
   *
   * @returns the record; undefined when there is none, or when the request comes too late
   */
  public async wish(endpointName: string, wish: Wish): Promise<EndpointRow | undefined> {
    const { settings, paused, stopped, deletion } = wish;
    // As many are kept as there were deployments that changed the settings, so they are short.
    const request = wish.requestId === undefined ? undefined : hashOf(wish.requestId).slice(0, 16);
    const values: Record<string, AttributeValue | undefined> = {
      settings: settings && { S: JSON.stringify(settings) },
      settingsHash: settings && { S: settingsHashOf(settings) },
      paused: paused === undefined ? undefined : { BOOL: paused },
      stopped: stopped === undefined ? undefined : { BOOL: stopped },
      deletion: deletion && { S: JSON.stringify(deletion) },
      lastRequest: request === undefined ? undefined : { S: request },
    };
    const conditions = [...settings ? [] : ['attribute_exists(settings)'], ...request === undefined ? [] : [IS_NOT_LATE]];
    return this.update(endpointName, values, {
      add: { generation: ONE, ...(request !== undefined && { seenRequests: { SS: [request] } }) },
      // An endpoint that was to be deleted and is deployed again is wanted again.
      remove: settings ? ['deletion', ENDPOINT_RECORD_EXPIRY] : [],
      condition: conditions.length > 0 ? conditions.join(' AND ') : undefined,
    });
  }

  /** Takes the lock, or keeps it; undefined when the endpoint is unknown or somebody else works on it. */
  public async lock(endpointName: string, owner: string, nowMs: number, untilMs: number): Promise<EndpointRow | undefined> {
    return this.update(endpointName, { lockOwner: { S: owner }, lockUntilMs: { N: String(untilMs) } }, {
      add: { fence: ONE },
      condition: 'attribute_exists(settings) AND (attribute_not_exists(lockOwner) OR lockOwner = :lockOwner OR lockUntilMs < :now)',
      conditionValues: { ':now': { N: String(nowMs) } },
    });
  }

  /** Keeps how far the work is. Throws `LostLockError` when the lock went to another turn. */
  public async save({ endpointName, fence }: EndpointRow, progress: Progress): Promise<EndpointRow> {
    const saved = await this.update(endpointName, { progress: { S: JSON.stringify(progress) } }, {
      condition: 'fence = :fence', conditionValues: { ':fence': { N: String(fence) } },
    });
    return saved ?? this.lost(endpointName);
  }

  /** Gives the lock back, unless something changed since the record was read: then there is more to do. */
  public async release({ endpointName, fence, generation }: EndpointRow): Promise<boolean> {
    const released = await this.update(endpointName, {}, {
      remove: ['lockOwner', 'lockUntilMs'],
      condition: 'fence = :fence AND generation = :generation',
      conditionValues: { ':fence': { N: String(fence) }, ':generation': { N: String(generation) } },
    });
    return released !== undefined;
  }

  /**
   * Forgets the endpoint, unless it was deployed again in the meantime. For a while it is remembered which requests there were, so that none of them that comes
   * late makes the endpoint anew, and how often it changed, so that executions for an endpoint of the same name have other names than those there were.
   */
  public async remove({ endpointName, fence }: EndpointRow, nowMs: number): Promise<boolean> {
    const left = await this.write(endpointName, { [ENDPOINT_RECORD_EXPIRY]: { N: String(Math.ceil((nowMs + REMEMBERED_MS) / 1_000)) } }, {
      remove: OF_ENDPOINT,
      condition: 'fence = :fence AND attribute_exists(deletion)',
      conditionValues: { ':fence': { N: String(fence) } },
    });
    return left !== undefined;
  }

  private lost(endpointName: string): never {
    throw new LostLockError(`the record of '${endpointName}' is in other hands now`);
  }

  /** The record after the update; undefined when the condition did not hold. */
  private async update(endpointName: string, values: Values, change: Change): Promise<EndpointRow | undefined> {
    return rowOf(await this.write(endpointName, values, change));
  }

  private async write(endpointName: string, values: Values, change: Change): Promise<Record<string, AttributeValue> | undefined> {
    const set = Object.entries(values).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined);
    const { add = {}, remove = [], condition, conditionValues } = change;
    const added = Object.entries(add);
    const clauses = [
      set.length > 0 && `SET ${set.map(([name]) => `${name} = :${name}`).join(', ')}`,
      added.length > 0 && `ADD ${added.map(([name]) => `${name} :${name}`).join(', ')}`,
      remove.length > 0 && `REMOVE ${remove.join(', ')}`,
    ].filter((clause) => clause !== false);
    const used: Record<string, AttributeValue> = {
      ...Object.fromEntries([...set, ...added].map(([name, value]) => [`:${name}`, value])), ...conditionValues,
    };
    const input: UpdateItemCommandInput = {
      ...this.row(endpointName),
      UpdateExpression: clauses.join(' '),
      ConditionExpression: condition,
      ...(Object.keys(used).length > 0 && { ExpressionAttributeValues: used }),
      ReturnValues: 'ALL_NEW',
    };
    try {
      const { Attributes = {} } = await this.dynamodb.send(new UpdateItemCommand(input));
      return Attributes;
    } catch (error) {
      // Every other error than a condition that did not hold goes on.
      if (errorName(error) !== 'ConditionalCheckFailedException') {
        throw error;
      }
      return undefined;
    }
  }

  private row(endpointName: string) {
    return { TableName: this.tableName, Key: { endpointName: { S: endpointName } } };
  }
}
