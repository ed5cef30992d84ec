import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { type CfnResource, Duration, type IResolvable, Size, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HandlerOptions } from '../core';
import { PIPELINE_DEFINITION_ATTRIBUTES, PIPELINE_DEFINITION_RESOURCE_TYPE } from '../core/contract';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { invalid } from '../core/internal/errors';
import { handledResource } from '../core/internal/handled-resource';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { allowUntilGone } from '../core/internal/until-gone';
import type { Pipeline } from './pipeline';
import { SOURCES } from './private/definition';
import type { DefinitionStore } from './private/artifact-store';

/**
 * Writes the definitions of pipelines into their buckets when they are deployed, with what only CloudFormation knows filled in.
 *
 * It is one function with its log, role, dead letters and alarm for all pipelines of its stack, and costs nothing but the alarm while nothing is deployed.
 * It may read uploaded definitions, and write and delete those of its stack below `definitions/` in the pipelines' buckets.
 */
export class PipelineDefinitionWriter extends Construct {
  /** The writer that all pipelines of a stack share. */
  public static shared(scope: Construct): PipelineDefinitionWriter {
    return sharedInStack(scope, 'SageMakerPipelineDefinitions', (stack, id) => new PipelineDefinitionWriter(stack, id));
  }

  private readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, props: HandlerOptions = {}) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      handler: 'write-definition',
      description: 'Writes the definitions of SageMaker pipelines into S3 when they are deployed',
      timeout: Duration.minutes(5),
      // A definition is in memory as parts, as a text and as what the text says.
      memorySize: Size.mebibytes(512),
      ...handlerOptions(props),
    });
    allow(this.handler, { actions: ['s3:GetObject'], resourceArns: [this.sources()] }, 'Definitions get their names from what they hold; they lie in this folder of the assets.');
  }

  /**
   * Writes one definition, and says where it is.
   *
   * @internal
   */
  public _write(pipeline: Pipeline, source: IResolvable, store: DefinitionStore): object {
    if (Stack.of(this) !== Stack.of(pipeline)) {
      throw invalid(pipeline, {
        code: 'DefinitionWriterElsewhere', property: 'definition', problem: `the writer ${this.node.path} is in another stack, which a rollback would not take along`,
        fix: "Make one in this stack, or leave 'writer' out.",
      });
    }
    store.grantWrite(this.handler);
    const resource: CfnResource = handledResource(pipeline, 'Definition', PIPELINE_DEFINITION_RESOURCE_TYPE, this.handler, {
      Bucket: store.bucketName, Prefix: store.prefix, EncryptionKeyArn: store.encryptionKeyArn, Source: source,
    });
    allowUntilGone(pipeline, 'DefinitionCleanUp', this.handler.role, store.removing, resource);
    return { PipelineDefinitionS3Location: { Bucket: store.bucketName, Key: resource.getAtt(PIPELINE_DEFINITION_ATTRIBUTES.Key) } };
  }

  /** The folder that definitions are uploaded to: in the same bucket as the function's code, below the same prefix. */
  private sources(): string {
    const { code } = this.handler.function.node.defaultChild as lambda.CfnFunction;
    const { s3Bucket, s3Key } = code as lambda.CfnFunction.CodeProperty;
    const prefix = s3Key!.replace(/[0-9a-f]{64}\.zip$/, '');
    return arnOf(this, { service: 's3', region: '', account: '', resource: s3Bucket!, resourceName: `${prefix}${SOURCES}/*` });
  }
}
