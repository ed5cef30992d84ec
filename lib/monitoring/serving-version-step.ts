import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { S3Source, type BoundS3Source, type S3Place } from '../core';
import type { ServingVersionAnswer, ServingVersionRequest } from '../core/contract';
import { folderOf } from '../core/internal/places';
import { grantReadPrefix } from '../core/internal/s3-grants';
import type { IServingVersionFinder } from '../hosting';
import { LambdaStep, OutputType, type StepOptions, type _StepSite } from '../pipeline';
import type { IModelPackageGroup } from '../registry';

/** A search for the version that serves. */
export interface ServingVersionStepProps extends StepOptions {
  /** What searches. */
  readonly finder: IServingVersionFinder;

  /** The new model, `model.tar.gz`, which stands in where no version was approved yet: it is then compared with itself. */
  readonly candidate: S3Source;

  /** The model's versions. */
  readonly group: IModelPackageGroup;

  /** Where models lie, the new one too; a version whose model lies elsewhere is refused. */
  readonly artifacts: S3Place;

  /**
   * The endpoint that serves the model; it may be missing as yet.
   *
   * @default - none: the newest approved version counts as serving
   */
  readonly endpointName?: string;
}

const OUTPUTS: { readonly [Name in keyof ServingVersionAnswer]: OutputType } = { modelDataUrl: OutputType.STRING, modelPackageArn: OutputType.STRING };

/**
 * Finds the version that serves, so that a new one can be measured on the same data.
 *
 * That is the version of the endpoint, without an endpoint that answers the newest approved one, and without one the new model itself. It costs a call of a
 * function. Fails for a served model that lies elsewhere than in `artifacts`.
 */
export class ServingVersionStep extends LambdaStep {
  constructor(name: string, private readonly search: ServingVersionStepProps) {
    const { finder, group, endpointName, displayName, description, dependsOn } = search;
    const { modelPackageGroupName } = group;
    super(name, {
      displayName, description, dependsOn, outputs: OUTPUTS,
      function: finder.functionFor({ modelPackageGroupName, endpointName }),
    });
  }

  /** The model of the version, `model.tar.gz`; jobs that take it may read all models in `artifacts`. */
  public get model(): S3Source {
    return new FoundModel(this.output('modelDataUrl').valueAsString, this.search.artifacts);
  }

  /** ARN of the version; `none` where there is none yet. */
  public get modelPackageArn(): string {
    return this.output('modelPackageArn').valueAsString;
  }

  /** @internal */
  protected override _describe(site: _StepSite) {
    const { candidate, group, artifacts, endpointName } = this.search;
    const request: ServingVersionRequest = {
      endpointName,
      modelPackageGroupName: group.modelPackageGroupName,
      candidate: candidate.bind(site.pipeline, site.pipelineRole).uri,
      artifacts: artifacts.bucket.s3UrlForObject(folderOf(artifacts)),
    };
    return { ...super._describe(site), Arguments: { ...request } };
  }
}

/** A model whose name is known only while the pipeline runs. */
class FoundModel extends S3Source {
  constructor(private readonly uri: string, private readonly artifacts: S3Place) {
    super();
  }

  public bind(_scope: Construct, reader: iam.IGrantable): BoundS3Source {
    grantReadPrefix(this.artifacts.bucket, folderOf(this.artifacts), reader);
    return { uri: this.uri };
  }
}
