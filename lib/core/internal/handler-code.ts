import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';
import type { HandlerName } from '../contract';
import { stageFolder } from './assets';
import { invalid } from './errors';
import { HANDLER_FOLDERS } from './library-folder';

/** The bundle of a handler, made when the package was built; nothing is compiled while an app is synthesised. */
export function handlerCode(scope: IConstruct, handler: HandlerName, folders: readonly string[] = HANDLER_FOLDERS): lambda.Code {
  const bundle = folders.map((folder) => join(folder, handler, 'index.mjs')).find((file) => existsSync(file));
  if (!bundle) {
    throw invalid(scope, {
      code: 'HandlerNotBuilt',
      property: 'handler',
      problem: 'the package holds no bundle of this handler',
      value: handler,
      fix: "Run 'npm run build' in the package's folder.",
    });
  }
  return new Bundle(dirname(bundle));
}

/**
 * A folder that `cdk deploy` zips and uploads.
 *
 * `lambda.Code.fromAsset` does the same and reads the whole of the S3 library for it, which takes longer than everything else that a function needs.
 */
class Bundle extends lambda.Code {
  public readonly isInline = false;

  constructor(private readonly folder: string) {
    super();
  }

  public bind(scope: Construct): lambda.CodeConfig {
    const { bucketName, objectKey } = stageFolder(scope, this.folder);
    return { s3Location: { bucketName, objectKey } };
  }
}
