import { createHash } from 'node:crypto';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ArnFormat, type CfnResource } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Conventions } from '../../core';
import { acknowledgeWildcards } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import type { IDomain } from '../domain-base';
import { nearDomain } from './near-domain';
import type { Activity } from './persona-permissions';

/** A part of what a persona does, with the names and roles that it is narrowed to. */
export interface PersonaPart {
  readonly name: string;
  readonly activity: Activity;
  readonly prefix: string;
  readonly jobRoles: readonly iam.IRole[];
}

const WHY_NAMES_ARE_WIDE = 'People name jobs, models, pipelines and endpoints; what the names begin with is fixed.';
const WHY_LISTS_ARE_WIDE = 'Listing and searching support no resource; what is found can be looked at only with the other statements.';

/** The policy for a part of what a persona does; all people of a domain who do the same share it. */
export function personaPolicy(scope: IConstruct, domain: IDomain, part: PersonaPart): iam.ManagedPolicy {
  const told = JSON.stringify([part.prefix, part.jobRoles.map((role) => role.node.addr)]);
  const hash = createHash('sha256').update(told).digest('hex').slice(0, 6);
  return nearDomain(scope, domain, `Persona${part.name}${hash}`, (parent, id) => {
    const statements = statementsOf(scope, part);
    const policy = new iam.ManagedPolicy(parent, id, {
      path: Conventions.of(scope).rolePath, description: `What people in Studio do: ${part.name.toLowerCase()} ${part.prefix}*`, statements,
    });
    // Roles that are kept would hinder its deletion.
    (policy.node.defaultChild as CfnResource).applyRemovalPolicy(domain._removalPolicy);
    const arns = statements.flatMap(({ resources }) => resources);
    acknowledgeWildcards(policy, arns.filter((arn) => arn !== '*'), WHY_NAMES_ARE_WIDE);
    acknowledgeWildcards(policy, ['*'], WHY_LISTS_ARE_WIDE);
    return policy;
  });
}

function statementsOf(scope: IConstruct, { activity, prefix, jobRoles }: PersonaPart): iam.PolicyStatement[] {
  const named = (kind: string): string => {
    const [resource, below] = kind.split('/');
    return arnOf(scope, { service: 'sagemaker', resource, resourceName: `${prefix}*${below === undefined ? '' : '/*'}` });
  };
  const actionsOn = Object.entries(activity.on).map(([kind, actions]) => new iam.PolicyStatement({
    actions: actions.map((action) => `sagemaker:${action}`), resources: [named(kind)],
  }));
  if (activity.anywhere) {
    // SageMaker's permission reference offers no resource for listing and searching; what is found can be opened only with the other statements.
    actionsOn.push(new iam.PolicyStatement({ actions: activity.anywhere.map((action) => `sagemaker:${action}`), resources: ['*'] }));
    return actionsOn;
  }
  const made = Object.keys(activity.on).map(named);
  actionsOn.push(new iam.PolicyStatement({ actions: ['sagemaker:AddTags'], resources: made, conditions: { Null: { 'sagemaker:TaggingAction': 'false' } } }));
  if (jobRoles.length > 0) {
    const logs = (resourceName: string) => ['ProcessingJobs', 'TrainingJobs', 'TransformJobs'].map((jobs) => arnOf(scope, {
      service: 'logs', resource: 'log-group', resourceName: `/aws/sagemaker/${jobs}:${resourceName}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }));
    actionsOn.push(
      new iam.PolicyStatement({
        actions: ['iam:PassRole'], resources: jobRoles.map(({ roleArn }) => roleArn), conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      }),
      new iam.PolicyStatement({ actions: ['logs:DescribeLogStreams'], resources: logs('*') }),
      new iam.PolicyStatement({ actions: ['logs:GetLogEvents'], resources: logs(`log-stream:${prefix}*`) }),
    );
  }
  return actionsOn;
}
