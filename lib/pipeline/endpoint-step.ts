import { allow } from '../core/internal/allow';
import { Mistakes } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';
import type { CachedStepOptions } from './cache';
import { sagemakerArn, WHY_ANY_NAME } from './private/lasting-names';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** An endpoint that a run makes or updates. */
export interface EndpointStepProps extends CachedStepOptions {
  /** Name of the endpoint; one that exists is updated. */
  readonly endpointName: string;

  /** Name of its configuration, for example that of an endpoint configuration step. */
  readonly endpointConfigName: string;

  /**
   * Members of the CreateEndpoint request to add or replace whole. The service takes no `DeploymentConfig` in a pipeline: traffic moves all at once.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const NAME = NameRule.of('Endpoint.EndpointName');
const CONFIG_NAME = NameRule.of('EndpointConfig.EndpointConfigName');

/**
 * Makes an endpoint, or moves one that exists to another configuration.
 *
 * The endpoint stays when the run and the stack are over, and its instances cost their time until somebody deletes it: CloudFormation does not know of it.
 * For one that goes with the stack use `hosting.Endpoint` or `hosting.ContinuousDeployment`. The pipeline's role may make and update that endpoint.
 */
export class EndpointStep extends Step {
  constructor(name: string, private readonly props: EndpointStepProps) {
    super(name, props);
    const property = `step '${name}'`;
    new Mistakes()
      .add(NAME.mistakeIn(`${property} endpointName`, props.endpointName))
      .add(CONFIG_NAME.mistakeIn(`${property} endpointConfigName`, props.endpointConfigName))
      .when('DeploymentConfig' in (props.overrides ?? {}), {
        code: 'StepMemberRefused', property, problem: 'the service refuses this member in a pipeline', value: 'DeploymentConfig',
        fix: 'Leave it out, or use hosting.ContinuousDeployment for rollouts.',
      })
      .throwIfAny();
  }

  /** Name of the endpoint, once it serves. */
  public get endpointName(): PipelineValue {
    return StepProperty._ofStep(this, 'EndpointName');
  }

  /** ARN of the endpoint, once it serves. */
  public get endpointArn(): PipelineValue {
    return StepProperty._ofStep(this, 'EndpointArn');
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { endpointName, endpointConfigName, overrides } = this.props;
    const endpoint = sagemakerArn(site, 'endpoint', endpointName);
    allow(site.pipelineRole, {
      actions: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'],
      resourceArns: [endpoint, sagemakerArn(site, 'endpoint-config', endpointConfigName)],
    }, WHY_ANY_NAME);
    allow(site.pipelineRole, { actions: ['sagemaker:DescribeEndpoint', 'sagemaker:AddTags'], resourceArns: [endpoint] }, WHY_ANY_NAME);
    return { Type: 'Endpoint', Arguments: { EndpointName: endpointName, EndpointConfigName: endpointConfigName, ...overrides } };
  }
}
