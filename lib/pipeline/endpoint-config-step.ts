import type * as kms from 'aws-cdk-lib/aws-kms';
import { allow } from '../core/internal/allow';
import { isKnown, Mistakes } from '../core/internal/errors';
import { checkInstanceType, FOR_REAL_TIME } from '../core/internal/instance-types';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { grantVolumeKey } from '../core/internal/s3-grants';
import type { CachedStepOptions } from './cache';
import { sagemakerArn, WHY_ANY_NAME } from './private/lasting-names';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** Models and machines behind an endpoint. */
export interface StepVariant {
  /** Name of a SageMaker model, for example that of a model step. */
  readonly modelName: string;

  /**
   * Name of the variant.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * Instance that serves.
   *
   * @default 'ml.m5.large', unless the variant is serverless
   */
  readonly instanceType?: string;

  /**
   * How many instances; at least 1.
   *
   * @default 1, unless the variant is serverless
   */
  readonly instanceCount?: number;

  /**
   * Share of the traffic among the variants; 0 takes none.
   *
   * @default 1
   */
  readonly weight?: number;

  /**
   * Serves without instances, which costs nothing while nobody asks.
   *
   * @default - on instances
   */
  readonly serverless?: StepServerless;
}

/** Serving without instances. */
export interface StepServerless {
  /** Memory in MiB: 1024, 2048, 3072, 4096, 5120 or 6144. */
  readonly memorySize: number;

  /**
   * How many requests are answered at once; from 1 to 200.
   *
   * @default 20
   */
  readonly maxConcurrency?: number;
}

/** An endpoint configuration that a run makes. */
export interface EndpointConfigStepProps extends CachedStepOptions, RetriedStepOptions {
  /**
   * Name of the configuration, which must be new in each run: put `ExecutionVariable.PIPELINE_EXECUTION_ID` into it.
   */
  readonly endpointConfigName: string;

  /** What serves; 1 to 10. */
  readonly variants: StepVariant[];

  /**
   * Key for the disks of instances.
   *
   * @default - SageMaker's own
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Members of the CreateEndpointConfig request to add or replace whole. The service takes neither `DataCaptureConfig` nor `ExplainerConfig` in a pipeline.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const VARIANTS = Limit.of('CreateEndpointConfigInput.ProductionVariants');
const COUNT = Limit.of('ProductionVariant.InitialInstanceCount');
const WEIGHT = Limit.of('ProductionVariant.InitialVariantWeight');
const CONCURRENCY = Limit.of('ProductionVariantServerlessConfig.MaxConcurrency');
const NAME = NameRule.of('EndpointConfig.EndpointConfigName');

/**
 * Makes an endpoint configuration.
 *
 * It is kept when the run and the stack are over, and costs nothing. For an endpoint that follows the registry, with rollouts and data capture, use
 * `hosting.ContinuousDeployment` instead. The pipeline's role may make configurations of that name.
 */
export class EndpointConfigStep extends Step {
  constructor(name: string, private readonly props: EndpointConfigStepProps) {
    super(name, props);
    check(name, props);
  }

  /** Name of the configuration, for an endpoint step, which waits for this one. */
  public get endpointConfigName(): PipelineValue {
    return StepProperty._ofStep(this, 'EndpointConfigName');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { endpointConfigName, variants, encryptionKey, overrides } = this.props;
    variants.forEach(({ instanceType }) => checkInstanceType(site.pipeline, 'instanceType', instanceType, FOR_REAL_TIME));
    allow(site.pipelineRole, {
      actions: ['sagemaker:CreateEndpointConfig', 'sagemaker:DescribeEndpointConfig', 'sagemaker:AddTags'],
      resourceArns: [sagemakerArn(site, 'endpoint-config', endpointConfigName)],
    }, WHY_ANY_NAME);
    if (encryptionKey) {
      grantVolumeKey(encryptionKey, site.pipelineRole);
    }
    return {
      Type: 'EndpointConfig',
      Arguments: {
        EndpointConfigName: endpointConfigName,
        ProductionVariants: variants.map(renderVariant),
        KmsKeyId: encryptionKey?.keyArn,
        ...overrides,
      },
    };
  }
}

function renderVariant({ modelName, variantName, instanceType, instanceCount, weight, serverless }: StepVariant) {
  return {
    VariantName: variantName ?? 'AllTraffic',
    ModelName: modelName,
    InitialVariantWeight: weight ?? 1,
    ...(serverless
      ? { ServerlessConfig: { MemorySizeInMB: serverless.memorySize, MaxConcurrency: serverless.maxConcurrency ?? 20 } }
      : { InstanceType: instanceType ?? 'ml.m5.large', InitialInstanceCount: instanceCount ?? 1 }),
  };
}

function check(step: string, { endpointConfigName, variants, overrides = {} }: EndpointConfigStepProps): void {
  const property = `step '${step}'`;
  const mistakes = new Mistakes()
    .add(NAME.mistakeIn(`${property} endpointConfigName`, endpointConfigName))
    .add(VARIANTS.mistakeInCount(`${property} variants`, variants));
  const names = variants.map(({ variantName }) => variantName ?? 'AllTraffic');
  mistakes.when(new Set(names).size < names.length, {
    code: 'VariantNameRepeated', property, problem: 'two variants have the same name', value: names.join(', '), fix: "Give each a 'variantName' of its own.",
  });
  for (const { instanceType, instanceCount, weight, serverless } of variants) {
    mistakes
      .add(COUNT.mistakeIn('instanceCount', instanceCount))
      .add(WEIGHT.mistakeIn('weight', weight))
      .add(CONCURRENCY.mistakeIn('maxConcurrency', serverless?.maxConcurrency))
      .when(isKnown(serverless?.memorySize) && ![1024, 2048, 3072, 4096, 5120, 6144].includes(serverless.memorySize), {
        code: 'VariantMemorySize', property, problem: "'memorySize' must be 1024, 2048, 3072, 4096, 5120 or 6144", value: serverless?.memorySize, fix: 'Choose one of these.',
      })
      .when(serverless !== undefined && (instanceType !== undefined || instanceCount !== undefined), {
        code: 'VariantServerless', property, problem: 'a serverless variant has no instances', value: instanceType ?? instanceCount,
        fix: "Leave 'instanceType' and 'instanceCount' out.",
      });
  }
  for (const member of ['DataCaptureConfig', 'ExplainerConfig']) {
    mistakes.when(member in overrides, {
      code: 'StepMemberRefused', property, problem: 'the service refuses this member in a pipeline', value: member, fix: 'Leave it out, or make the endpoint with hosting.Endpoint.',
    });
  }
  mistakes.throwIfAny();
}
