import { Stack, Token } from 'aws-cdk-lib/core';
import { ContainerImage, ImageUse, S3Source } from '../core';
import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { stageText } from '../core/internal/assets';
import { invalid } from '../core/internal/errors';
import { checkInstanceType, FOR_REAL_TIME } from '../core/internal/instance-types';
import { ProcessingInput } from '../data';
import type { CheckStepOptions } from './check-step-options';
import type { ClarifyCheck } from './clarify-check';
import { renderCheck, renderCheckJob } from './private/check-job';
import { nameInArn } from './private/name-in-arn';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';

/** A check for bias, or of what predictions rest on. */
export interface ClarifyCheckStepProps extends CheckStepOptions {
  /** What is checked. */
  readonly check: ClarifyCheck;
}

const FOLDER = '/opt/ml/processing';

/**
 * Looks for bias, or explains predictions, with Clarify's container, and compares the findings with a baseline.
 *
 * An account that did not use Clarify before 30 July 2026 cannot run it. A check of a model makes an endpoint whose name begins with `sm-clarify`, which the
 * job's role may make, ask and delete. A run costs the time of a processing job and of that endpoint. What it finds stays as long as the models.
 */
export class ClarifyCheckStep extends Step {
  constructor(name: string, private readonly props: ClarifyCheckStepProps) {
    super(name, props);
  }

  /** Constraints that this run calculated. */
  public get calculatedConstraints(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'CalculatedBaselineConstraints').valueAsString);
  }

  /** Constraints for the registry, which later checks compare with. */
  public get driftCheckConstraints(): S3Source {
    return S3Source.fromUri(StepProperty._ofStep(this, 'BaselineUsedForDriftCheckConstraints').valueAsString);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { check, processing } = this.props;
    const model = check._model;
    if (model) {
      checkInstanceType(site.pipeline, 'instanceType', model.instanceType, FOR_REAL_TIME);
      grantShadowEndpoint(site, this.stepName, model.modelName);
    }
    return {
      Type: 'ClarifyCheck',
      Arguments: renderCheckJob(site, this.stepName, processing, {
        image: ContainerImage.of('clarify', { use: ImageUse.PROCESSING }),
        inputs: [
          ProcessingInput.fromSource(S3Source.fromUri(this.stageConfig(site)), { name: 'analysis_config', localPath: `${FOLDER}/input/config` }),
          ProcessingInput.fromSource(check._data.dataset, { name: 'dataset', localPath: `${FOLDER}/input/data` }),
        ],
        output: 'analysis_result',
        outputFolder: `${FOLDER}/output`,
      }),
      CheckType: check._type,
      ...renderCheck(site, this.stepName, this.props),
      ModelName: model?.modelName,
    };
  }

  /** Clarify reads its settings from a file, which is uploaded before any run: what only a run knows cannot be in it. */
  private stageConfig(site: _StepSite): string {
    const text = JSON.stringify(this.props.check._config());
    if (Token.isUnresolved(text) || JSON.stringify(Stack.of(site.pipeline).resolve(this.props.check._config())) !== text) {
      throw invalid(site.pipeline, {
        code: 'ClarifyConfigLater', property: `step '${this.stepName}'`, problem: 'the settings of the check hold a value that is known later',
        fix: "Write labels, columns and the like out; only 'dataset' and 'modelName' may be values of the pipeline.",
      });
    }
    const staged = stageText(site.pipeline, 'analysis_config.json', text);
    staged.grantRead(site.jobSite(this.stepName).role);
    return staged.uri;
  }
}

/** The container makes an endpoint of the model, asks it, and takes it down. */
function grantShadowEndpoint(site: _StepSite, stepName: string, modelName: string): void {
  const { role } = site.jobSite(stepName);
  const arn = (resource: string, resourceName: string) => arnOf(site.pipeline, { service: 'sagemaker', resource, resourceName });
  allow(role, { actions: ['sagemaker:DescribeModel'], resourceArns: [arn('model', nameInArn(modelName))] }, 'SageMaker names the models of pipelines when it makes them.');
  allow(role, {
    actions: [
      'sagemaker:AddTags', 'sagemaker:CreateEndpoint', 'sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpoint', 'sagemaker:DeleteEndpointConfig',
      'sagemaker:DescribeEndpoint', 'sagemaker:DescribeEndpointConfig', 'sagemaker:InvokeEndpoint',
    ],
    resourceArns: [arn('endpoint', 'sm-clarify-*'), arn('endpoint-config', 'sm-clarify-*')],
  }, 'Clarify names the endpoint of a check when it makes it.');
}
