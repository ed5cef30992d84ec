import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import { NameRule } from '../core/internal/names';
import { grantPassToSageMaker } from '../core/internal/roles';

const ENDPOINT_NAME = NameRule.of('Endpoint.EndpointName');

/**
 * Where Autopilot puts the best model into service by itself when a search ends.
 *
 * Such an endpoint is not in any stack: it costs its instance until you delete it. To keep endpoints under control, register the best candidate and let
 * `hosting.ContinuousDeployment` serve it. The guide does not say which role deploys: the role of the jobs gets what making an endpoint takes.
 */
export class AutoMlDeployment {
  /** An endpoint of this name, which must not exist; a second search needs another one. Fails for a name that an endpoint cannot have. */
  public static toEndpoint(endpointName: string): AutoMlDeployment {
    return new AutoMlDeployment(endpointName);
  }

  /** A new endpoint at the end of each search, with a name that Autopilot makes. */
  public static toNewEndpoints(): AutoMlDeployment {
    return new AutoMlDeployment();
  }

  private constructor(private readonly endpointName?: string) {}

  /** @internal */
  public _render({ scope, role }: JobSite): ApiRequest {
    ENDPOINT_NAME.check(scope, 'deployment', this.endpointName);
    const arn = (resource: string, resourceName: string) => arnOf(scope, { service: 'sagemaker', resource, resourceName });
    allow(role, {
      actions: ['sagemaker:CreateEndpoint', 'sagemaker:CreateEndpointConfig', 'sagemaker:CreateModel', 'sagemaker:DescribeEndpoint'],
      resourceArns: [arn('endpoint', this.endpointName ?? '*'), arn('endpoint-config', '*'), arn('model', '*')],
    }, 'Autopilot names what it deploys when the search ends.');
    grantPassToSageMaker(role, role);
    return this.endpointName === undefined ? { AutoGenerateEndpointName: true } : { AutoGenerateEndpointName: false, EndpointName: this.endpointName };
  }
}
