import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type BoundS3Source, S3Source } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { stageText } from '../../core/internal/assets';
import { type ApiRequest, type JobSite, Keep } from '../../core/internal/job-site';
import { scriptOf, scriptsOf } from '../../core/internal/library-folder';
import { sharedInStack } from '../../core/internal/shared-in-stack';
import { Processor, type _Output, type ProcessingInput } from '../../data';
import type { _BasePlan } from '../dataset-base';
import type { PointInTimeDatasetOptions } from '../point-in-time-dataset';
import type { DatasetQuery } from './point-in-time-query';

/** Tables of rows from files: each is there while a job runs. */
const ROW_TABLES = 'rows_*';

/**
 * The library's own job that has Athena build a data set.
 *
 * A processing job could have the service run a query for it, of at most 4,096 characters and on tables whose names are known when the app is
 * synthesised. Feature Store names its tables itself, and a list of features soon is longer than that: so the job asks for the names, and runs the query.
 */
export class PointInTimeJob extends Processor {
  /** The query as a file. */
  public readonly query: S3Source;

  constructor(private readonly base: _BasePlan, private readonly options: PointInTimeDatasetOptions, query: DatasetQuery) {
    super();
    this.query = new TextSource('dataset.json', `${JSON.stringify(query, undefined, 2)}\n`);
  }

  public _render(site: JobSite, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
    const { joins, instanceType, maxRuntime, workgroup } = this.options;
    const results = site.outputUri('query', Keep.FOR_THE_RUN);
    [...(this.base.group ? [this.base.group] : []), ...joins.map(({ group }) => group)].forEach((group) => group.grants.query(site.role, { workgroup }));
    allow(site.role, { actions: ['s3:GetBucketLocation'], resourceArns: [bucketOf(site, results)] });
    return Processor.sklearn({
      instanceType, maxRuntime, entryPoint: scriptOf('features', 'build_dataset.py'), sourceDir: scriptsOf('features'),
      arguments: [
        '--region', joins[0].group.env.region,
        '--results', results,
        ...(workgroup === undefined ? [] : ['--workgroup', workgroup]),
        ...(site.encryptionKey ? ['--kms-key', site.encryptionKey.keyArn] : []),
        ...this.rows(site),
        ...joins.flatMap(({ group }) => ['--feature-group', group.featureGroupName]),
        ...(['asOf', 'from', 'until'] as const).flatMap((name) => (this.options[name] === undefined ? [] : [WORDS[name], this.options[name]])),
      ],
    })._render(site, inputs, outputs);
  }

  private rows({ scope, role }: JobSite): string[] {
    if (this.base.group) {
      return ['--base-group', this.base.group.featureGroupName];
    }
    const database = rowDatabase(scope);
    grantRowTables(scope, database, role);
    return ['--database', database];
  }
}

const WORDS = { asOf: '--as-of', from: '--from', until: '--until' };

/** A text of the app as an object that a job reads. */
class TextSource extends S3Source {
  constructor(private readonly name: string, private readonly text: string) {
    super();
  }

  public bind(scope: Construct, reader: iam.IGrantable): BoundS3Source {
    const staged = stageText(scope, this.name, this.text);
    staged.grantRead(reader);
    return { uri: staged.uri };
  }
}

/** The database of the stack in which rows from files are tables for as long as a query takes. */
function rowDatabase(scope: Construct): string {
  const database = sharedInStack(scope, 'DatasetRows', (stack, id) => new CfnDatabase(stack, id, {
    catalogId: stack.account,
    databaseInput: {
      name: `${stack.stackName.replace(/-/g, '_').toLowerCase()}_dataset_rows`,
      description: 'Rows from files while data sets are built from them',
    },
  }));
  return database.ref;
}

function grantRowTables(scope: Construct, database: string, role: iam.IRole): void {
  const arn = (resource: string, resourceName?: string) => arnOf(scope, { service: 'glue', resource, resourceName });
  allow(role, {
    actions: ['glue:CreateTable', 'glue:DeleteTable', 'glue:GetDatabase', 'glue:GetTable', 'glue:GetTables'],
    resourceArns: [arn('catalog'), arn('database', database), arn('table', `${database}/${ROW_TABLES}`)],
  }, 'Each job makes a table of its own for the rows it read, and removes it.');
}

function bucketOf({ scope }: JobSite, uri: string): string {
  const [, , resource] = uri.split('/');
  return arnOf(scope, { service: 's3', region: '', account: '', resource });
}
