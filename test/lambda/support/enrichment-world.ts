import { BatchGetRecordCommand, SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { EnrichedColumn, EnrichmentAnswer, EnrichmentLookUp, RowContentType } from '../../../lib/core/contract';
import { Enricher } from '../../../lambda/enrich-requests/enricher';
import { Model } from '../../../lambda/enrich-requests/model';
import { settingsIn } from '../../../lambda/enrich-requests/settings';
import { LookUp } from '../../../lambda/shared/features/look-up';
import { FakeService } from './fake-service';
import { FakeTime } from './fake-time';
import { keptLog } from './invocation';

/** What groups hold, by identifier and feature. */
export type Stored = Record<string, Record<string, Record<string, string | string[]>>>;

/** Online stores of several groups, read with lists of features. */
export class FakeStores extends FakeService {
  /** Error codes that a look-up of an identifier meets, the first time first. */
  public readonly unread = new Map<string, string[]>();

  constructor(public stored: Stored) {
    super(SageMakerFeatureStoreRuntimeClient);
    this.on('BatchGetRecord', BatchGetRecordCommand, ({ Identifiers }) => {
      const Records: any[] = [];
      const Errors: any[] = [];
      for (const { FeatureGroupName, RecordIdentifiersValueAsString, FeatureNames } of Identifiers) {
        for (const RecordIdentifierValueAsString of RecordIdentifiersValueAsString) {
          const key = { FeatureGroupName, RecordIdentifierValueAsString };
          const ErrorCode = this.unread.get(RecordIdentifierValueAsString)?.shift();
          const found = this.stored[FeatureGroupName.split('/').at(-1)]?.[RecordIdentifierValueAsString];
          if (ErrorCode) {
            Errors.push({ ...key, ErrorCode, ErrorMessage: 'not now' });
          } else if (found) {
            Records.push({ ...key, Record: Object.entries(found).filter(([name]) => FeatureNames.includes(name))
              .map(([FeatureName, value]) => ({ FeatureName, [Array.isArray(value) ? 'ValueAsStringList' : 'ValueAsString']: value })) });
          }
        }
      }
      return { Records, Errors, UnprocessedIdentifiers: [] };
    });
  }
}

/** An endpoint that answers with what it was asked. */
export class FakeEndpoint extends FakeService {
  public refusal: Error | undefined;

  constructor() {
    super(SageMakerRuntimeClient);
    this.on('InvokeEndpoint', InvokeEndpointCommand, ({ Body }) => {
      if (this.refusal) {
        throw this.refusal;
      }
      return { Body: Buffer.from(`asked:${Buffer.from(Body).toString('utf8')}`), ContentType: 'text/csv', InvokedProductionVariant: 'AllTraffic' };
    });
  }
}

export interface EnrichmentWorldSettings {
  readonly columns?: readonly EnrichedColumn[];
  readonly lookUps?: readonly EnrichmentLookUp[];
  readonly contentType?: RowContentType;
  readonly accept?: string;
}

/** A model of customers and their shops, in the order of its columns. */
export const COLUMNS: readonly EnrichedColumn[] = [['basket', 'F', -1], ['age', 'I', 0], ['shop_city', 'S', 1, 'nowhere'], ['score', 'F', 0, '']];
export const LOOK_UPS: readonly EnrichmentLookUp[] = [{ group: 'customers', on: 'customer_id' }, { group: 'shops', on: 'shop_id', prefix: 'shop_' }];

/** The handler, the stores that it reads, and the endpoint that it asks. */
export class EnrichmentWorld {
  public readonly stores = new FakeStores({
    customers: { 'c-1': { age: '41', score: '0.5', secret: 'x' }, 'c-2': { age: '7' } }, shops: { 's-1': { city: 'Köln, "am Dom"' } },
  });
  public readonly endpoint = new FakeEndpoint();
  public readonly time = new FakeTime();
  public readonly kept = keptLog();

  public ask(rows: unknown, settings: EnrichmentWorldSettings = {}, more: object = {}): Promise<EnrichmentAnswer> {
    return this.send({ rows, ...more }, settings);
  }

  public send(event: unknown, { columns = COLUMNS, lookUps = LOOK_UPS, contentType = 'text/csv', accept }: EnrichmentWorldSettings = {}): Promise<EnrichmentAnswer> {
    return new Enricher(
      settingsIn({ columns: JSON.stringify(columns), lookUps: JSON.stringify(lookUps), contentType }),
      new LookUp(this.stores.client, this.time),
      new Model(this.endpoint.client, { endpointName: 'ml-income', contentType, accept }), this.time,
    ).answer(event, this.time.now() + 30_000, this.kept.log);
  }

  /** What the model was asked last. */
  public get body(): string {
    return Buffer.from(this.endpoint.requests('InvokeEndpoint').at(-1).Body).toString('utf8');
  }

  /** The metrics that were written last. */
  public get counted(): object {
    const { EnrichedRows, MissingFeatures, missing } = this.kept.lines.filter(({ _aws }) => _aws !== undefined).at(-1)!;
    return { EnrichedRows, MissingFeatures, missing };
  }

  public close(): void {
    this.stores.mock.restore();
    this.endpoint.mock.restore();
  }
}
