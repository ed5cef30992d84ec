import type { AwaitedRequest } from './executions';

/** Type of the custom resource that empties a Studio domain, a profile or a space before it is deleted. */
export const STUDIO_CONTENTS_RESOURCE_TYPE = 'Custom::SageMakerStudioContents';

/** What a template tells the `clean-studio` handler. Nothing happens until the resource is deleted. */
export interface StudioContentsProperties {
  /** The machine that empties. */
  readonly StateMachineArn: string;
  readonly DomainId: string;
  /** The profile whose apps and spaces go, where it is not the whole domain. */
  readonly UserProfileName?: string;
  /** The space whose apps go, where it is not the whole domain. */
  readonly SpaceName?: string;
  /**
   * Network of the home file system that SageMaker made; the domain goes with the file system, and then the security groups between the file system and its
   * users. Given with the domain alone.
   */
  readonly HomeVpcId?: string;
}

/** What is to be emptied. */
export interface StudioTarget {
  readonly domainId: string;
  readonly userProfileName?: string;
  readonly spaceName?: string;
  readonly homeVpcId?: string;
}

/** Input of the state machine. */
export interface StudioCleanUp {
  readonly request: AwaitedRequest;
  readonly target: StudioTarget;
}

/** What the state machine tells the `clean-studio` handler, again and again until there is nothing more to do. */
export interface StudioLook {
  readonly cleanUp: StudioCleanUp;
  /** When the execution began. */
  readonly startTime: string;
  /** What the look before answered, and the security groups that were found since. */
  readonly before?: Partial<StudioLookAnswer> & { readonly groups?: { readonly found: readonly { readonly GroupName?: string }[] } };
  /** Why nothing could be looked at, as Step Functions tells it: all that is left to do is to say so. */
  readonly refusal?: { readonly Error: string; readonly Cause?: string };
}

/** What it answers. */
export interface StudioLookAnswer {
  /** Look again after a while; find the security groups and free them; or end. */
  readonly next: 'WAIT' | 'GROUPS' | 'DONE';
  readonly waitSeconds: number;
  /** Whether CloudFormation has its answer already. */
  readonly told: boolean;
}
