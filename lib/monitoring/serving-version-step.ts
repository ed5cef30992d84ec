import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { S3Source, type BoundS3Source, type S3Place } from '../core';
import { variableOutput, type ServingVersionRequest } from '../core/contract';
import { invalid } from '../core/internal/errors';
import { folderOf } from '../core/internal/places';
import { grantReadPrefix } from '../core/internal/s3-grants';
import type { IServingVersionFinder } from '../hosting';
import { LambdaStep, ModelContainer, OutputType, type StepOptions, type _StepSite } from '../pipeline';
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

  /**
   * What serves the new model, one image and an artifact. With it `container` is what serves the version that was found, to make a model of.
   *
   * @default - the artifact of the version is enough
   */
  readonly candidateContainer?: ModelContainer;
}

/**
 * Finds the version that serves, so that a new one can be measured on the same data.
 *
 * That is the version of the endpoint, without an endpoint that answers the newest approved one, and without one the new model itself. It costs a call of a
 * function. Fails for a served model that lies elsewhere than in `artifacts`, and with `candidateContainer` for one that several containers serve, that has an
 * image of another repository, or that sets environment variables which the new model does not.
 */
export class ServingVersionStep extends LambdaStep {
  private readonly variables: readonly string[];

  constructor(name: string, private readonly search: ServingVersionStepProps) {
    const { finder, group, endpointName, candidateContainer, displayName, description, dependsOn } = search;
    const { modelPackageGroupName } = group;
    const variables = Object.keys(candidateContainer?._options.environment ?? {});
    const outputs = ['modelDataUrl', 'modelPackageArn', ...(candidateContainer ? ['image', ...variables.map(variableOutput)] : [])];
    super(name, {
      displayName, description, dependsOn,
      outputs: Object.fromEntries(outputs.map((output) => [output, OutputType.STRING])),
      function: finder.functionFor({ modelPackageGroupName, endpointName }),
    });
    this.variables = variables;
    if (candidateContainer && !candidateContainer._image) {
      throw invalid(undefined, {
        code: 'CandidateImageMissing', property: `step '${name}'`, problem: "'candidateContainer' has no image of its own",
        fix: 'Use ModelContainer.fromArtifact(...).',
      });
    }
  }

  /** The model of the version, `model.tar.gz`; jobs that take it may read all models in `artifacts`. */
  public get model(): S3Source {
    return new FoundModel(this.output('modelDataUrl').valueAsString, this.search.artifacts);
  }

  /** ARN of the version; `none` where there is none yet. */
  public get modelPackageArn(): string {
    return this.output('modelPackageArn').valueAsString;
  }

  /**
   * What serves the version: its artifact, its image, and its environment, in which variables that it does not set are those of the new model. Fails without
   * `candidateContainer`.
   */
  public get container(): ModelContainer {
    const image = this.search.candidateContainer?._image;
    if (!image) {
      throw invalid(undefined, {
        code: 'CandidateContainerMissing', property: `step '${this.stepName}'`, problem: 'was not asked for what serves the version',
        fix: "Give 'candidateContainer', which serves the new model.",
      });
    }
    const valueOf = (output: string) => this.output(output).valueAsString;
    const environment = Object.fromEntries(this.variables.map((variable) => [variable, valueOf(variableOutput(variable))]));
    return ModelContainer.fromArtifact(image._sibling(valueOf('image')), this.model, { environment });
  }

  /** @internal */
  protected override _describe(site: _StepSite) {
    const { candidate, group, artifacts, endpointName, candidateContainer } = this.search;
    const request: ServingVersionRequest = {
      endpointName,
      modelPackageGroupName: group.modelPackageGroupName,
      candidate: candidate.bind(site.pipeline, site.pipelineRole).uri,
      artifacts: artifacts.bucket.s3UrlForObject(folderOf(artifacts)),
      ...(candidateContainer?._image && {
        container: { image: candidateContainer._image.bind(site.pipeline).uri, environment: { ...candidateContainer._options.environment } },
      }),
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
