import type { CfnCrawler, CfnJob } from 'aws-cdk-lib/aws-glue';
import { CfnResource, Reference, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { invalid, isKnown } from '../../core/internal/errors';

/** Refuses a name that CloudFormation makes, for a runner that may do what has names with a prefix. */
export function refuseMadeName(user: IConstruct, kind: string, name: string): void {
  const work = workOf(name);
  if (work && work.name === undefined) {
    throw invalid(user, {
      code: 'GlueRunnerNameMade', property: kind, problem: `gets its name from CloudFormation, and the runner may use names with its 'namePrefix' alone`,
      value: work.node.path, fix: 'Give it a name with that prefix, or use another runner.',
    });
  }
}

/** The name that a job or a crawler will have, as it was given in this app; of others whatever refers to them. */
export function plannedName(name: string): string {
  return workOf(name)?.name ?? name;
}

/** The job or crawler of this app that a name refers to. */
function workOf(name: string): CfnJob | CfnCrawler | undefined {
  const token = isKnown(name) ? undefined : Tokenization.reverseString(name).firstToken;
  const target = Reference.isReference(token) ? token.target : undefined;
  return CfnResource.isCfnResource(target) && WORK.includes(target.cfnResourceType) ? target as CfnJob | CfnCrawler : undefined;
}

const WORK = ['AWS::Glue::Job', 'AWS::Glue::Crawler'];
