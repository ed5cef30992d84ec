import { Size } from 'aws-cdk-lib/core';
import { allow } from '../core/internal/allow';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import { sagemakerArn, WHY_ANY_NAME } from './private/lasting-names';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** Copies of a model on the instances of an endpoint. */
export interface InferenceComponentStepProps extends StepOptions {
  /** Name of the component; one that exists is updated. */
  readonly inferenceComponentName: string;

  /** Name of the endpoint that it runs on, for example that of an endpoint step. */
  readonly endpointName: string;

  /** Name of a SageMaker model, for example that of a model step. */
  readonly modelName: string;

  /**
   * Variant of the endpoint.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * Copies of the model; 0 holds none ready.
   *
   * @default 1
   */
  readonly copies?: number;

  /**
   * Memory that each copy is sure of; at least 128 MiB.
   *
   * @default Size.mebibytes(1024)
   */
  readonly minMemory?: Size;

  /**
   * Processors of each copy; at least 0.25.
   *
   * @default 1
   */
  readonly cpuCores?: number;

  /**
   * Accelerators of each copy; at least 1.
   *
   * @default - none
   */
  readonly accelerators?: number;

  /**
   * Members of the CreateInferenceComponent request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const NAME = NameRule.of('InferenceComponent.InferenceComponentName');
const COPIES = Limit.of('InferenceComponentRuntimeConfig.CopyCount');
const MEMORY = Limit.of('InferenceComponentComputeResourceRequirements.MinMemoryRequiredInMb');
const CORES = Limit.of('InferenceComponentComputeResourceRequirements.NumberOfCpuCoresRequired');
const ACCELERATORS = Limit.of('InferenceComponentComputeResourceRequirements.NumberOfAcceleratorDevicesRequired');

/**
 * Puts copies of a model on the instances of an endpoint that several models share.
 *
 * It stays when the run and the stack are over, and costs nothing beside its endpoint. The pipeline's role may make and update that component.
 */
export class InferenceComponentStep extends Step {
  constructor(name: string, private readonly props: InferenceComponentStepProps) {
    super(name, props);
    const property = `step '${name}'`;
    new Mistakes()
      .add(NAME.mistakeIn(`${property} inferenceComponentName`, props.inferenceComponentName))
      .add(COPIES.mistakeIn(`${property} copies`, props.copies))
      .add(MEMORY.mistakeIn(`${property} minMemory`, props.minMemory?.toMebibytes()))
      .add(CORES.mistakeIn(`${property} cpuCores`, props.cpuCores))
      .add(ACCELERATORS.mistakeIn(`${property} accelerators`, props.accelerators))
      .throwIfAny();
  }

  /** Name of the component, once it serves. */
  public get inferenceComponentName(): PipelineValue {
    return StepProperty._ofStep(this, 'InferenceComponentName');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { inferenceComponentName, endpointName, modelName, variantName, copies, minMemory, cpuCores, accelerators, overrides } = this.props;
    const component = sagemakerArn(site, 'inference-component', inferenceComponentName);
    allow(site.pipelineRole, {
      actions: ['sagemaker:CreateInferenceComponent'], resourceArns: [component, sagemakerArn(site, 'endpoint', endpointName)],
    }, WHY_ANY_NAME);
    allow(site.pipelineRole, {
      actions: ['sagemaker:DescribeInferenceComponent', 'sagemaker:UpdateInferenceComponent', 'sagemaker:AddTags'], resourceArns: [component],
    }, WHY_ANY_NAME);
    return {
      Type: 'InferenceComponent',
      Arguments: {
        InferenceComponentName: inferenceComponentName,
        EndpointName: endpointName,
        VariantName: variantName ?? 'AllTraffic',
        Specification: {
          ModelName: modelName,
          ComputeResourceRequirements: {
            MinMemoryRequiredInMb: (minMemory ?? Size.mebibytes(1024)).toMebibytes(),
            NumberOfCpuCoresRequired: cpuCores ?? 1,
            NumberOfAcceleratorDevicesRequired: accelerators,
          },
        },
        RuntimeConfig: { CopyCount: copies ?? 1 },
        ...overrides,
      },
    };
  }
}
