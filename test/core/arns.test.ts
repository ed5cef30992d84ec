import { App, Stack } from 'aws-cdk-lib/core';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { arnOf } from '../../lib/core/internal/arns';

const arnIn = (region?: string) => {
  const stack = new Stack(new App(), 'Stack', { env: region ? { account: '111122223333', region } : undefined });
  return { stack, arn: arnOf(stack, { service: 'sagemaker', resource: 'pipeline', resourceName: 'income' }) };
};

test.each(RegionInfo.regions.map(({ name, partition }) => [name, partition]))("writes the partition of %s as the CDK's own table has it", (region, partition) => {
  expect(arnIn(region).arn).toBe(`arn:${partition}:sagemaker:${region}:111122223333:pipeline/income`);
});

test.each([undefined, 'moon-base-1'])('leaves the partition of an unknown region (%s) to CloudFormation', (region) => {
  const { stack, arn } = arnIn(region);
  expect(JSON.stringify(stack.resolve(arn))).toContain('{"Ref":"AWS::Partition"}');
});

test('keeps what is given', () => {
  const { stack } = arnIn('eu-west-1');
  expect(arnOf(stack, { service: 's3', resource: 'bucket', region: '', account: '' })).toBe('arn:aws:s3:::bucket');
});
