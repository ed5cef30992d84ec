import { DescribeFeatureGroupCommand } from '@aws-sdk/client-sagemaker';
import { BatchGetRecordCommand, BatchWriteRecordCommand, SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { OnlineStore } from '../../../rehearsal/sagemaker/features/online-store';
import { checkRecord } from '../../../rehearsal/sagemaker/features/record-check';
import { FakeSageMaker } from './fake-sagemaker';
import { FakeService } from './fake-service';
import { awsError } from './invocation';

/** The description of a group of customers. */
export const CUSTOMERS = {
  FeatureGroupName: 'customers', FeatureGroupStatus: 'Created', RecordIdentifierFeatureName: 'id', EventTimeFeatureName: 'at',
  FeatureDefinitions: [
    { FeatureName: 'id', FeatureType: 'String' }, { FeatureName: 'at', FeatureType: 'String' }, { FeatureName: 'age', FeatureType: 'Integral' },
    { FeatureName: 'score', FeatureType: 'Fractional' }, { FeatureName: 'city', FeatureType: 'String' },
  ],
  OnlineStoreConfig: { EnableOnlineStore: true }, OfflineStoreConfig: {},
} as const;

/** SageMaker as far as it describes feature groups, two features to a page. */
export class FakeGroups extends FakeSageMaker {
  constructor(public description: any = CUSTOMERS) {
    super();
    this.on('DescribeFeatureGroup', DescribeFeatureGroupCommand, ({ NextToken = '0' }) => {
      const from = Number(NextToken);
      const { FeatureDefinitions } = this.description;
      const NextPage = from + 2 < FeatureDefinitions.length ? String(from + 2) : undefined;
      return { ...this.description, FeatureDefinitions: FeatureDefinitions.slice(from, from + 2), NextToken: NextPage };
    });
  }
}

/** The runtime of the feature store: the records of one group, checked and kept as the rehearsal's stand-in does. */
export class FakeRecords extends FakeService {
  public readonly online = new OnlineStore();
  /** Every record that was ever put, also twice, by identifier and event time. */
  public readonly history: string[] = [];
  /** What a write, or a look-up, of an identifier meets, the first time first. */
  public readonly refusals = new Map<string, string[]>();
  public readonly unread = new Map<string, string[]>();
  /** How many entries of a request are taken; the others are unprocessed. */
  public takes = Infinity;

  constructor(private readonly groups: FakeGroups) {
    super(SageMakerFeatureStoreRuntimeClient);
    this.on('BatchWriteRecord', BatchWriteRecordCommand, ({ Entries }) => this.write(Entries));
    this.on('BatchGetRecord', BatchGetRecordCommand, ({ Identifiers }) => this.read(Identifiers));
  }

  /** The values that can be looked up. */
  public record(identifier: string): Record<string, unknown> | undefined {
    const found = this.online.get(identifier);
    return found && Object.fromEntries(found.values);
  }

  private write(entries: any[]) {
    const identifiers = entries.map(({ Record }) => Record.find(({ FeatureName }: any) => FeatureName === 'id')?.ValueAsString);
    if (new Set(identifiers).size < entries.length) {
      throw awsError('ValidationError', 'a record is there twice');
    }
    const Errors = entries.slice(0, this.takes).flatMap((Entry, n) => {
      const code = this.refusals.get(identifiers[n])?.shift();
      if (code) {
        return [{ Entry, ErrorCode: code, ErrorMessage: 'not now' }];
      }
      try {
        const record = checkRecord(this.groups.description, Entry.Record);
        this.online.put({ ...record, deleted: false });
        this.history.push(`${record.identifier}@${record.eventTime}`);
        return [];
      } catch (error) {
        return [{ Entry, ErrorCode: 'ValidationError', ErrorMessage: (error as Error).message }];
      }
    });
    return { Errors, UnprocessedEntries: entries.slice(this.takes) };
  }

  private read(wanted: any[]) {
    const Records: any[] = [];
    const Errors: any[] = [];
    for (const { FeatureGroupName, RecordIdentifiersValueAsString, FeatureNames } of wanted) {
      for (const RecordIdentifierValueAsString of RecordIdentifiersValueAsString) {
        const key = { FeatureGroupName, RecordIdentifierValueAsString };
        const code = this.unread.get(RecordIdentifierValueAsString)?.shift();
        const found = this.online.get(RecordIdentifierValueAsString);
        if (code) {
          Errors.push({ ...key, ErrorCode: code, ErrorMessage: 'not now' });
        } else if (found) {
          const Record = [...found.values].filter(([name]) => !FeatureNames || FeatureNames.includes(name))
            .map(([FeatureName, value]) => ({ FeatureName, [Array.isArray(value) ? 'ValueAsStringList' : 'ValueAsString']: value }));
          Records.push({ ...key, Record });
        }
      }
    }
    return { Records, Errors, UnprocessedIdentifiers: [] };
  }
}
