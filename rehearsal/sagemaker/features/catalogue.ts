import { AlreadyExistsException, CreateDatabaseCommand, CreateTableCommand, GlueClient, UpdateTableCommand, type Column, type TableInput } from '@aws-sdk/client-glue';
import type { Json } from '../api';

const TYPES: Readonly<Record<string, string>> = { Integral: 'bigint', Fractional: 'double', String: 'string' };
const FORMAT = 'org.apache.hadoop.hive.ql.io.parquet';

/** The tables that describe offline stores, in the Glue Data Catalog; Iceberg tables are described as plain ones, since their files are plain here. */
export class Catalogue {
  private readonly glue: GlueClient;

  constructor(endpoint: string, region: string) {
    this.glue = new GlueClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  }

  /** Makes a group's table, or brings its columns up to date; the service's own database is made with its first table. */
  async describe(group: Json): Promise<void> {
    const { DataCatalogConfig: catalogue, DisableGlueTableCreation: disabled } = group.OfflineStoreConfig ?? {};
    if (!catalogue || disabled) {
      return;
    }
    const { Database: DatabaseName } = catalogue;
    const table = { DatabaseName, TableInput: tableOf(group, catalogue.TableName) };
    await unlessThere(() => this.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } })));
    if (!(await unlessThere(() => this.glue.send(new CreateTableCommand(table))))) {
      await this.glue.send(new UpdateTableCommand(table));
    }
  }

  close(): void {
    this.glue.destroy();
  }
}

function tableOf(group: Json, Name: string): TableInput {
  return {
    Name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: 'parquet', EXTERNAL: 'TRUE' },
    PartitionKeys: ['year', 'month', 'day', 'hour'].map((key) => ({ Name: key, Type: 'string' })),
    StorageDescriptor: {
      Columns: [
        ...group.FeatureDefinitions.map((feature: Json): Column => ({ Name: feature.FeatureName.toLowerCase(), Type: feature.CollectionType ? 'string' : TYPES[feature.FeatureType] })),
        { Name: 'write_time', Type: 'timestamp' }, { Name: 'api_invocation_time', Type: 'timestamp' }, { Name: 'is_deleted', Type: 'boolean' },
      ],
      Location: group.OfflineStoreConfig.S3StorageConfig.ResolvedOutputS3Uri,
      InputFormat: `${FORMAT}.MapredParquetInputFormat`,
      OutputFormat: `${FORMAT}.MapredParquetOutputFormat`,
      SerdeInfo: { SerializationLibrary: `${FORMAT}.serde.ParquetHiveSerDe` },
    },
  };
}

/** Whether it was made; false when it was there already. */
async function unlessThere(make: () => Promise<unknown>): Promise<boolean> {
  try {
    await make();
    return true;
  } catch (error) {
    if (error instanceof AlreadyExistsException) {
      return false;
    }
    throw error;
  }
}
