import { ArnFormat } from 'aws-cdk-lib/core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { isKnown, type Mistake } from '../../core/internal/errors';
import { type ApiRequest, type JobSite, Keep } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import { AthenaCompression, AthenaFormat, type AthenaQuery, RedshiftCompression, RedshiftFormat, type RedshiftQuery } from '../queries';

const QUERY = Limit.between('QueryString', 1, 4096);
const CATALOG = Limit.between('Catalog', 1, 256);
const ATHENA_DATABASE = Limit.between('Database', 1, 255);
const WORKGROUP = Limit.between('WorkGroup', 1, 128);
const CLUSTER = Limit.between('ClusterId', 1, 63);
const REDSHIFT_DATABASE = Limit.between('Database', 1, 64);
const USER = Limit.between('DbUser', 1, 128);

const GLUE_CATALOG = 'AwsDataCatalog';
/** SageMaker writes results through tables of its own, in this database and with these names. Source: AWS's managed policy for SageMaker. */
const OWN_DATABASE = 'sagemaker_processing';
const OWN_TABLES = 'sagemaker_tmp_*';

/** Which compressions a format knows. Source: Athena's CREATE TABLE AS and Redshift's UNLOAD. */
const ATHENA_COMPRESSIONS: Partial<Record<AthenaFormat, AthenaCompression[]>> = {
  [AthenaFormat.PARQUET]: [AthenaCompression.GZIP, AthenaCompression.SNAPPY],
  [AthenaFormat.ORC]: [AthenaCompression.SNAPPY, AthenaCompression.ZLIB],
};

/** The definition, and the permission to run the query. */
export function athenaDefinition(site: JobSite, query: AthenaQuery, name: string): ApiRequest {
  const { catalog = GLUE_CATALOG, workgroup = 'primary', database } = query;
  const results = resultsOf(site, name);
  query.data.forEach((source) => source.bind(site.scope, site.role));
  allow(site.role, {
    actions: ['athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:StartQueryExecution', 'athena:StopQueryExecution'],
    resourceArns: [arnOf(site.scope, { service: 'athena', resource: 'workgroup', resourceName: workgroup })],
  });
  allow(site.role, { actions: ['s3:GetBucketLocation'], resourceArns: [bucketOf(site, results)] });
  if (catalog === GLUE_CATALOG) {
    grantTables(site, database);
  } else {
    allow(site.role, { actions: ['athena:GetDataCatalog'], resourceArns: [arnOf(site.scope, { service: 'athena', resource: 'datacatalog', resourceName: catalog })] });
  }
  return {
    Catalog: catalog, Database: database, QueryString: query.sql, WorkGroup: query.workgroup, OutputS3Uri: results, KmsKeyId: site.encryptionKey?.keyArn,
    OutputFormat: query.format ?? AthenaFormat.PARQUET, OutputCompression: query.compression,
  };
}

/** Looking tables up, and keeping results in tables that SageMaker makes and removes. */
function grantTables({ scope, role }: JobSite, database: string): void {
  const arn = (resource: string, resourceName?: string) => arnOf(scope, { service: 'glue', resource, resourceName });
  const catalog = arn('catalog');
  const why = 'The query names the tables; SageMaker names those of its results when it makes them.';
  allow(role, {
    actions: ['glue:GetDatabase', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
    resourceArns: [catalog, arn('database', database), arn('table', `${database}/*`)],
  }, why);
  allow(role, {
    actions: ['glue:CreateDatabase', 'glue:CreateTable', 'glue:DeleteTable'],
    resourceArns: [
      catalog, arn('database', database), arn('database', OWN_DATABASE), arn('table', `${database}/${OWN_TABLES}`), arn('table', `${OWN_DATABASE}/${OWN_TABLES}`),
    ],
  }, why);
  allow(role, {
    actions: ['glue:GetDatabase', 'glue:GetTable'], resourceArns: [arn('database', OWN_DATABASE), arn('table', `${OWN_DATABASE}/${OWN_TABLES}`)],
  }, why);
}

/** The definition, and the permission to sign in and run the query. */
export function redshiftDefinition(site: JobSite, query: RedshiftQuery, name: string): ApiRequest {
  const { clusterIdentifier: cluster, database, user } = query;
  const arn = (resource: string, resourceName: string) =>
    arnOf(site.scope, { service: 'redshift', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  allow(site.role, { actions: ['redshift:GetClusterCredentials'], resourceArns: [arn('dbuser', `${cluster}/${user}`), arn('dbname', `${cluster}/${database}`)] });
  allow(site.role, { actions: ['redshift-data:ExecuteStatement'], resourceArns: [arn('cluster', cluster)] });
  allow(site.role, {
    actions: ['redshift-data:CancelStatement', 'redshift-data:DescribeStatement', 'redshift-data:GetStatementResult'], resourceArns: ['*'],
  }, 'Statements are no resources; each belongs to whoever ran it.');
  return {
    ClusterId: cluster, Database: database, DbUser: user, QueryString: query.sql, ClusterRoleArn: query.clusterRole.roleArn, OutputS3Uri: resultsOf(site, name),
    KmsKeyId: site.encryptionKey?.keyArn, OutputFormat: query.format ?? RedshiftFormat.PARQUET, OutputCompression: query.compression,
  };
}

export function mistakesInAthena({ sql, database, catalog, workgroup, format = AthenaFormat.PARQUET, compression }: AthenaQuery): (Mistake | undefined)[] {
  const known = ATHENA_COMPRESSIONS[format];
  return [
    QUERY.mistakeInText('sql', sql), ATHENA_DATABASE.mistakeInText('database', database), CATALOG.mistakeInText('catalog', catalog),
    WORKGROUP.mistakeInText('workgroup', workgroup), notASelect(sql),
    isKnown(workgroup) && !/^[a-zA-Z0-9._-]*$/.test(workgroup) ? {
      code: 'WorkGroupPattern', property: 'workgroup', problem: 'may have letters, digits, dots, hyphens and underscores', value: workgroup,
      fix: 'Name a workgroup of Athena.',
    } : undefined,
    compression && known && !known.includes(compression) ? compressionMistake(format, compression, known) : undefined,
  ];
}

export function mistakesInRedshift(query: RedshiftQuery): (Mistake | undefined)[] {
  const { sql, clusterIdentifier, database, user, format = RedshiftFormat.PARQUET, compression } = query;
  const known = [RedshiftCompression.NONE, RedshiftCompression.SNAPPY];
  return [
    QUERY.mistakeInText('sql', sql), CLUSTER.mistakeInText('clusterIdentifier', clusterIdentifier), REDSHIFT_DATABASE.mistakeInText('database', database),
    USER.mistakeInText('user', user), notASelect(sql),
    format === RedshiftFormat.PARQUET && compression && !known.includes(compression) ? compressionMistake(format, compression, known) : undefined,
  ];
}

function compressionMistake(format: string, compression: string, known: readonly string[]): Mistake {
  return {
    code: 'QueryCompression', property: 'compression', problem: `${format} is not compressed so`, value: compression, fix: `Use one of ${known.join(', ')}, or leave it out.`,
  };
}

/** The service puts the query into a statement of its own. */
function notASelect(sql: string): Mistake | undefined {
  if (!isKnown(sql)) {
    return undefined;
  }
  const statement = sql.replace(/--[^\n]*|\/\*[^]*?\*\//g, '').trim();
  return statement === '' || (/^[(\s]*(?:select|with)\b/i.test(statement) && !statement.endsWith(';')) ? undefined : {
    code: 'QueryNotASelect', property: 'sql', problem: 'must be one SELECT, without a semicolon', value: sql, fix: 'Write what the job shall read; tables are made elsewhere.',
  };
}

/** Beside the results of the job: each run has a place of its own, which a query needs to be empty. */
function resultsOf(site: JobSite, name: string): string {
  return site.outputUri(`${name}-query`, Keep.FOR_THE_RUN);
}

function bucketOf({ scope }: JobSite, uri: string): string {
  const [, , resource] = uri.split('/');
  return arnOf(scope, { service: 's3', region: '', account: '', resource });
}
