import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import type { _StepSite } from '../step';

const WHY_ANY = 'Bedrock gives ids when it makes things.';

/** A call that makes something, of models where it knows them, and calls on what Bedrock made of a kind. */
export interface BedrockCalls {
  readonly making: string;
  readonly of?: readonly string[];
  readonly following: readonly string[];
  readonly kinds: readonly string[];
}

/** Lets the pipeline make something in Bedrock, follow it and tag it. */
export function grantBedrock(site: _StepSite, { making, of, following, kinds }: BedrockCalls): void {
  const arn = (kind: string) => arnOf(site.pipeline, { service: 'bedrock', resource: kind, resourceName: '*', ...(kind === 'foundation-model' && { account: '' }) });
  const why = of ? WHY_ANY : 'Making this in Bedrock supports no resource.';
  allow(site.pipelineRole, { actions: [`bedrock:${making}`], resourceArns: of?.map(arn) ?? ['*'] }, why);
  allow(site.pipelineRole, {
    actions: [...following.map((name) => `bedrock:${name}`), 'bedrock:TagResource'],
    resourceArns: kinds.map(arn),
  }, WHY_ANY);
}

/** Bedrock reads the model as a role of the user's. */
export function passToBedrock(site: _StepSite, role: iam.IRole): void {
  allow(site.pipelineRole, {
    actions: ['iam:PassRole'], resourceArns: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
  });
}
