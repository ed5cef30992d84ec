import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { App, Stack } from 'aws-cdk-lib/core';
import { Feature, FeatureGroup, type FeatureGroupProps, Features } from '../../lib/features';

export const CUSTOMER_FEATURES = Features.of([Feature.string('customer_id'), Feature.string('updated_at'), Feature.integral('age')]);

/** A group with the fewest properties, and whatever a test is about. */
export function customers(scope: Stack, props: Partial<FeatureGroupProps> = {}): FeatureGroup {
  return new FeatureGroup(scope, 'Customers', { recordIdentifier: 'customer_id', eventTime: 'updated_at', features: CUSTOMER_FEATURES, ...props });
}

export function newStack(): Stack {
  return new Stack(new App(), 'Shop');
}

export function groupProperties(stack: Stack): Record<string, any> {
  return Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::FeatureGroup'))[0].Properties;
}

/** What a role's policies allow, as `action` on `resource` lines with references by logical id. */
export function allowed(stack: Stack): { actions: string[]; resources: unknown[]; conditions: unknown }[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement).map((statement) => ({
    actions: [statement.Action].flat().sort(),
    resources: [statement.Resource].flat(),
    conditions: statement.Condition,
  }));
}

/** Runs a test with a file that goes away afterwards. */
export function withFile<T>(content: string | Buffer, test: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'features-'));
  try {
    const path = join(folder, 'sample.csv');
    writeFileSync(path, content);
    return test(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export { Match, Template };
