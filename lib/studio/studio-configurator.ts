import * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, Lazy, Stack, type CfnResource } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import type { HandlerOptions } from '../core';
import { STUDIO_SETTINGS_RESOURCE_TYPE, type StudioSettings, type StudioSettingsProperties } from '../core/contract';
import { handledResource } from '../core/internal/handled-resource';
import { HandlerFunction, handlerOptions } from '../core/internal/handler-function';
import { sharedInStack } from '../core/internal/shared-in-stack';
import { writtenProperties } from '../core/internal/stateful-resources';

/** What gets settings. */
interface Configured {
  readonly settings: StudioSettings;
  readonly domainId: string;
  readonly userProfileName?: string;
  /** ARN of the domain, or of the profile. */
  readonly arn: string;
  /** Roles that the settings name. */
  readonly roles: readonly iam.IRole[];
}

/** Something that writes settings of domains and profiles. One can serve several stacks. */
export interface IStudioConfigurator extends IConstruct {
  /**
   * Writes settings whenever they, or what CloudFormation writes beside them, change.
   *
   * @internal
   */
  _configure(owner: Construct, id: string, configured: Configured): CfnResource;
}

/**
 * Writes the settings of Studio that CloudFormation's own resources lack: Canvas, the roles of EMR, and Amazon Q.
 *
 * A function with its log, role, dead-letter queue and alarm. Idle it costs its alarm, about 0.10 USD a month. It changes nothing but these settings: it reads
 * how the domain or the profile stands and writes what differs, after each deployment that changed them or the domain itself. Between the domain's update and
 * that moment, seconds as a rule, people may meet the domain without them. Whether CloudFormation's update keeps settings it does not know, and whether
 * SageMaker merges the members of a setting, could not be tried without an account: each setting is written with all members that were there, which is right
 * either way.
 * A setting that cannot be switched off, such as the workspace, may stay in the service when it leaves the template; the permission to use it goes.
 */
export class StudioConfigurator extends Construct implements IStudioConfigurator {
  /** The configurator that everything in a stack shares. */
  public static shared(scope: Construct): IStudioConfigurator {
    return sharedInStack(scope, 'SageMakerStudioConfigurator', (stack, id) => new StudioConfigurator(stack, id));
  }

  private readonly handler: HandlerFunction;

  constructor(scope: Construct, id: string, props: HandlerOptions = {}) {
    super(scope, id);
    this.handler = new HandlerFunction(this, 'Handler', {
      ...handlerOptions(props),
      handler: 'configure-studio',
      description: 'Writes settings of Studio that CloudFormation lacks',
      timeout: Duration.minutes(15),
    });
  }

  /** @internal */
  public _configure(owner: Construct, id: string, { settings, domainId, userProfileName, arn, roles }: Configured): CfnResource {
    const written = owner.node.defaultChild as CfnResource;
    // Asked each time: what comes from other stacks is known once references are settled.
    const WrittenAfter = Lazy.uncachedAny({ produce: () => writtenProperties(written) });
    const properties: StudioSettingsProperties = { DomainId: domainId, UserProfileName: userProfileName, Settings: settings, WrittenAfter };
    const resource = handledResource(owner, id, STUDIO_SETTINGS_RESOURCE_TYPE, this.handler, properties);
    resource.node.addDependency(written, this.permissionOn(owner, arn, userProfileName === undefined ? 'Domain' : 'UserProfile', roles));
    return resource;
  }

  /**
   * Beside the owner, which may be kept when it leaves the stack, and beside the role: an update that takes the owner out of the stack updates the role first,
   * and the settings would be taken back without permission.
   */
  private permissionOn(owner: Construct, arn: string, kind: 'Domain' | 'UserProfile', roles: readonly iam.IRole[]): iam.Policy {
    const roleArns = [...new Set(roles.map(({ roleArn }) => roleArn))];
    return new iam.Policy(Stack.of(owner), `StudioSettings-${owner.node.addr}`, {
      roles: [this.handler.role],
      statements: [
        new iam.PolicyStatement({ actions: [`sagemaker:Describe${kind}`, `sagemaker:Update${kind}`], resources: [arn] }),
        ...roleArns.length > 0 ? [new iam.PolicyStatement({
          actions: ['iam:PassRole'], resources: roleArns, conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
        })] : [],
      ],
    });
  }
}
