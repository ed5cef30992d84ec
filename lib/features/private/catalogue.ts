import type { IConstruct } from 'constructs';
import { arnOf } from '../../core/internal/arns';
import type { OfflineLocation } from '../offline-store';

/** Where the service describes offline records when nobody names a database. */
export const OFFLINE_DATABASE = 'sagemaker_featurestore';

/** Catalogue, database and table that describe the records of a group; any table of the database where the service names it. */
export function catalogueOf(scope: IConstruct, { databaseName = OFFLINE_DATABASE, tableName = '*' }: OfflineLocation): string[] {
  const arn = (resource: string, resourceName?: string) => arnOf(scope, { service: 'glue', resource, resourceName });
  return [arn('catalog'), arn('database', databaseName), arn('table', `${databaseName}/${tableName}`)];
}
