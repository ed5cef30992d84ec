import { dirname, basename, relative, resolve, sep } from 'node:path';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { existingFile, shippableFiles, stageTarball } from './internal/assets';
import { invalid } from './internal/errors';

/** Which files travel with a script. */
export interface SourceCodeOptions {
  /**
   * Folder that is shipped whole, next to the script; the script must lie in it.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;
}

/** Code in S3, ready for a job. */
export interface BoundSourceCode {
  /** `s3://` URI of a gzipped tarball, in the form script mode calls `sourcedir.tar.gz`. */
  readonly uri: string;
  /** Hash of names and contents. */
  readonly hash: string;
  /** Path of the script inside the tarball. */
  readonly entryPoint: string;
  /** Whether a `requirements.txt` travels along. */
  readonly hasRequirements: boolean;
}

/**
 * A user's script and the files beside it, as SageMaker wants code: a gzipped tarball in S3.
 *
 * The tarball is made at synthesis, without Docker, and named by its content: unchanged code is never uploaded again.
 */
export class SourceCode {
  /**
   * A script, alone or with its folder.
   *
   * The path is relative to the folder the app runs in. Fails at binding when the script is missing, empty or outside of `sourceDir`.
   */
  public static fromScript(entryPoint: string, options: SourceCodeOptions = {}): SourceCode {
    return new SourceCode(entryPoint, options.sourceDir);
  }

  private constructor(private readonly script: string, private readonly sourceDir: string | undefined) {}

  /** Path of the script inside the tarball. */
  public get entryPoint(): string {
    const directory = this.sourceDir === undefined ? dirname(this.script) : this.sourceDir;
    return relative(resolve(directory), resolve(this.script)).split(sep).join('/');
  }

  /** Uploads the tarball with the stack of `scope`, and lets `reader` read it. */
  public bind(scope: Construct, reader: iam.IGrantable): BoundSourceCode {
    const script = existingFile(scope, 'entryPoint', this.script);
    const directory = this.sourceDir === undefined ? dirname(script) : resolve(this.sourceDir);
    const { entryPoint } = this;
    if (entryPoint.startsWith('../')) {
      throw invalid(scope, {
        code: 'EntryPointOutsideSourceDir',
        property: 'entryPoint',
        problem: `must lie in 'sourceDir' (${this.sourceDir})`,
        value: this.script,
        fix: `Move ${basename(script)} into the folder, or name a folder that holds it.`,
      });
    }
    const files = this.sourceDir === undefined ? [entryPoint] : shippableFiles(scope, directory);
    const staged = stageTarball(scope, directory, files);
    staged.grantRead(reader);
    return { uri: staged.uri, hash: staged.hash, entryPoint, hasRequirements: files.includes('requirements.txt') };
  }
}
