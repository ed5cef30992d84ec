import { Annotations } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Aws, type Stack } from 'aws-cdk-lib/core';
import { CatalogSharing, FeatureGroup, OfflineStore, OnlineStore, SharedAccess } from '../../lib/features';
import { refusal, text } from '../support/reading';
import { allowed, customers, Match, newStack, Template } from './support';

const THEM = '111122223333';
const ROOT_OF_THEM = { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${THEM}:root`]] } };
const share = (stack: Stack) => Object.values(Template.fromStack(stack).findResources('AWS::RAM::ResourceShare'))[0];
const statements = (stack: Stack, type: string) => Object.values(Template.fromStack(stack).findResources(type))
  .flatMap(({ Properties }) => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement)
  .filter((each: any) => JSON.stringify(each.Principal).includes(THEM));

test('a group is shared for reading, as SageMaker names it, once it is there', () => {
  const stack = newStack();
  customers(stack, { featureGroupName: 'Customers' }).shareWith(THEM);
  const { Properties, DependsOn } = share(stack);
  expect(Properties).toMatchObject({ Principals: [THEM], AllowExternalPrincipals: true });
  expect(Properties.ResourceArns.map(text)).toEqual(['arn:aws:sagemaker:<AWS::Region>:<AWS::AccountId>:feature-group/customers']);
  expect(Properties.PermissionArns.map(text)).toEqual(['arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerFeatureGroupReadOnly']);
  expect(DependsOn).toContain('Customers6955EA0A');
});

test.each([
  [SharedAccess.READ, 'AWSRAMPermissionSageMakerFeatureGroupReadOnly'],
  [SharedAccess.READ_WRITE, 'AWSRAMPermissionSagemakerFeatureGroupReadWrite'],
  [SharedAccess.ADMIN, 'AWSRAMPermissionSagemakerFeatureGroupAdmin'],
])('access %s is the permission %s', (access, permission) => {
  const stack = newStack();
  customers(stack).shareWith(THEM, { access });
  expect(share(stack).Properties.PermissionArns.map(text)).toEqual([`arn:aws:ram::aws:permission/${permission}`]);
});

test('the catalogue of all groups is shared when that is asked for, with the permission to search it', () => {
  const stack = newStack();
  customers(stack).shareWith(THEM, { catalog: CatalogSharing.ALL_GROUPS });
  expect(share(stack).Properties.ResourceArns.map(text)[1]).toBe('arn:aws:sagemaker:<AWS::Region>:<AWS::AccountId>:sagemaker-catalog/DefaultFeatureGroupCatalog');
  expect(share(stack).Properties.PermissionArns.map(text)[1]).toBe('arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerCatalogResourceSearch');
});

test('the files of the offline store can be read there, and nothing else in the bucket', () => {
  const stack = newStack();
  customers(stack, { featureGroupName: 'customers' }).shareWith(THEM);
  expect(statements(stack, 'AWS::S3::BucketPolicy')).toEqual([
    { Effect: 'Allow', Principal: ROOT_OF_THEM, Action: 's3:GetObject', Resource: { 'Fn::Join': ['', [expect.anything(), '/customers/*']] } },
    expect.objectContaining({ Action: 's3:ListBucket', Condition: { StringLike: { 's3:prefix': ['customers/*'] } } }),
  ]);
});

test('each key can be used there, once', () => {
  const stack = newStack();
  customers(stack, { encryptionKey: new kms.Key(stack, 'Key') }).shareWith(THEM);
  expect(statements(stack, 'AWS::KMS::Key')).toEqual([{ Effect: 'Allow', Principal: ROOT_OF_THEM, Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: '*' }]);
});

test('a key and a bucket with policies elsewhere are pointed at', () => {
  const stack = newStack();
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/k');
  const group = customers(stack, { encryptionKey, offline: OfflineStore.glue({ bucket: s3.Bucket.fromBucketName(stack, 'Lake', 'lake') }) });
  group.shareWith(THEM);
  Annotations.fromStack(stack).hasWarning('/Shop/Customers', Match.stringLikeRegexp("policy of the key 'Shop/Key' is not in this app"));
  Annotations.fromStack(stack).hasWarning('/Shop/Customers', Match.stringLikeRegexp("policy of the bucket 'Shop/Lake' is not in this app"));
});

test('a group without offline store shares no files', () => {
  const stack = newStack();
  customers(stack, { online: OnlineStore.inMemory() }).shareWith(THEM);
  Template.fromStack(stack).resourceCountIs('AWS::RAM::ResourceShare', 1);
  Template.fromStack(stack).resourceCountIs('AWS::S3::BucketPolicy', 0);
});

test('several accounts get a share each', () => {
  const stack = newStack();
  const group = customers(stack);
  group.shareWith(THEM);
  group.shareWith('444455556666');
  Template.fromStack(stack).resourceCountIs('AWS::RAM::ResourceShare', 2);
});

test.each([
  ['eleven digits', '11112222333', 'ShareAccountInvalid'],
  ['thirteen digits', '1111222233334', 'ShareAccountInvalid'],
  ['a name', 'analytics', 'ShareAccountInvalid'],
  ['an account that is known at deployment', Aws.ACCOUNT_ID, 'ShareAccountInvalid'],
  ['twelve digits', THEM, 'accepted'],
])('%s: %s', (_, account, answer) => {
  expect(refusal(() => customers(newStack()).shareWith(account))).toContain(answer);
});

test('fails to share with the same account again', () => {
  const group = customers(newStack());
  group.shareWith(THEM);
  expect(refusal(() => group.shareWith(THEM))).toContain('SharedTwice');
});

test('a group of another account is known by its ARN', () => {
  const stack = newStack();
  const arn = `arn:aws:sagemaker:eu-west-1:${THEM}:feature-group/buyers`;
  const group = FeatureGroup.fromFeatureGroupArn(stack, 'Theirs', arn);
  group.grants.read(new iam.User(stack, 'Reader'));
  expect(group.featureGroupName).toBe('buyers');
  expect(group.env).toMatchObject({ account: THEM, region: 'eu-west-1' });
  expect(allowed(stack)[0].resources).toEqual([arn]);
});
