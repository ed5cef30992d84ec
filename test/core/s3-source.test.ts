import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { S3Source } from '../../lib/core';
import { grantWritePrefix } from '../../lib/core/internal/s3-grants';

function setting(encrypted = false) {
  const app = new App();
  const stack = new Stack(app, 'S');
  const encryptionKey = encrypted ? new kms.Key(stack, 'Key') : undefined;
  const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey });
  const reader = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
  return { app, stack, bucket, reader };
}

/** The statements of the only policy in a stack, as `{ action: statement }`. */
function statements(stack: Stack): Record<string, { Resource: unknown; Condition?: unknown }> {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const found: Record<string, { Resource: unknown; Condition?: unknown }> = {};
  for (const { Action, Resource, Condition } of policy?.Properties.PolicyDocument.Statement ?? []) {
    found[[Action].flat().join()] = { Resource, ...(Condition && { Condition }) };
  }
  return found;
}

/** The key in the URI of a staged file, with its slash. */
const keyIn = (stack: Stack, uri: string) => /\/[^/]*$/.exec(Object.values<string>(stack.resolve(uri))[0])![0];

const within = (bucket: string, key: string) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, `/${key}`]] });

describe('a prefix', () => {
  test('is a URI that the reader may list and read, and nothing else', () => {
    const { stack, bucket, reader } = setting();
    const { uri } = S3Source.fromBucket(bucket, 'raw/').bind(stack, reader);
    const id = stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
    expect(stack.resolve(uri)).toEqual({ 'Fn::Join': ['', ['s3://', { Ref: id }, '/raw/']] });
    expect(statements(stack)).toEqual({
      's3:GetObject': { Resource: within(id, 'raw/*') },
      's3:ListBucket': { Resource: { 'Fn::GetAtt': [id, 'Arn'] }, Condition: { StringLike: { 's3:prefix': ['raw/*'] } } },
    });
  });

  test('left out is the whole bucket', () => {
    const { stack, bucket, reader } = setting();
    const { uri } = S3Source.fromBucket(bucket).bind(stack, reader);
    const id = stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
    expect(stack.resolve(uri)).toEqual({ 'Fn::Join': ['', ['s3://', { Ref: id }]] });
    expect(statements(stack)).toEqual({
      's3:GetObject': { Resource: within(id, '*') },
      's3:ListBucket': { Resource: { 'Fn::GetAtt': [id, 'Arn'] } },
    });
  });

  test('of an encrypted bucket brings the key', () => {
    const { stack, bucket, reader } = setting(true);
    S3Source.fromBucket(bucket, 'raw/').bind(stack, reader);
    expect(statements(stack)['kms:Decrypt'].Resource).toEqual(stack.resolve(bucket.encryptionKey!.keyArn));
  });

  test('may be a token', () => {
    const { stack, bucket, reader } = setting();
    expect(() => S3Source.fromBucket(bucket, Lazy.string({ produce: () => '/raw' })).bind(stack, reader)).not.toThrow();
  });
});

describe('an object', () => {
  test('is readable by itself', () => {
    const { stack, bucket, reader } = setting();
    S3Source.fromObject(bucket, 'raw/data.csv').bind(stack, reader);
    const id = stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket);
    expect(statements(stack)).toEqual({
      's3:GetObject': { Resource: within(id, 'raw/data.csv') },
      's3:ListBucket': { Resource: { 'Fn::GetAtt': [id, 'Arn'] }, Condition: { StringEquals: { 's3:prefix': 'raw/data.csv' } } },
    });
  });

  test('of an encrypted bucket brings the key', () => {
    const { stack, bucket, reader } = setting(true);
    S3Source.fromObject(bucket, 'data.csv').bind(stack, reader);
    expect(statements(stack)).toHaveProperty(['kms:Decrypt']);
  });
});

test.each(['/raw', 'raw/*', 'raw?'])('fails for the key %j, which a policy reads otherwise', (key) => {
  const { stack, bucket, reader } = setting();
  expect(() => S3Source.fromBucket(bucket, key).bind(stack, reader)).toThrow(/^S3KeyInvalid {2}S\n {2}prefix: /);
  expect(() => S3Source.fromObject(bucket, key).bind(stack, reader)).toThrow(/^S3KeyInvalid {2}S\n {2}key: /);
});

test('a URI is taken as it is and grants nothing', () => {
  const { stack, reader } = setting();
  expect(S3Source.fromUri('s3://elsewhere/x').bind(stack, reader)).toEqual({ uri: 's3://elsewhere/x' });
  expect(statements(stack)).toEqual({});
});

test('a writer may put and abort below a prefix, and use the key both ways', () => {
  const { stack, bucket, reader } = setting(true);
  grantWritePrefix(bucket, 'out/', reader);
  expect(Object.keys(statements(stack))).toEqual(['s3:PutObject,s3:AbortMultipartUpload', 'kms:Decrypt,kms:DescribeKey,kms:Encrypt,kms:GenerateDataKey']);
});

describe('a local file', () => {
  const folder = mkdtempSync(join(tmpdir(), 's3-source-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is uploaded under its hash, and the reader gets that object alone', () => {
    const path = join(folder, 'data.csv');
    writeFileSync(path, 'a,b\n1,2\n');
    const { app, stack, reader } = setting();
    const { uri } = S3Source.fromFile(path).bind(stack, reader);
    const [hash] = /[0-9a-f]{64}(?=\.csv)/.exec(keyIn(stack, uri))!;
    const granted = statements(stack);
    expect(JSON.stringify(granted['s3:GetObject'].Resource)).toContain(`/${hash}.csv"`);
    expect(granted['s3:ListBucket'].Condition).toEqual({ StringEquals: { 's3:prefix': `${hash}.csv` } });
    const { directory } = app.synth();
    expect(readFileSync(join(directory, `asset.${hash}.csv`), 'utf8')).toBe('a,b\n1,2\n');
    expect(readdirSync(directory).filter((name) => name.startsWith('asset.'))).toEqual([`asset.${hash}.csv`]);
  });

  test('keeps the whole ending of an archive', () => {
    const path = join(folder, 'model.tar.gz');
    writeFileSync(path, 'x');
    const { stack, reader } = setting();
    expect(keyIn(stack, S3Source.fromFile(path).bind(stack, reader).uri)).toMatch(/^\/[0-9a-f]{64}\.tar\.gz$/);
  });

  test('that is missing or empty fails with what to do', () => {
    const { stack, reader } = setting();
    writeFileSync(join(folder, 'empty.csv'), '');
    expect(() => S3Source.fromFile(join(folder, 'none.csv')).bind(stack, reader)).toThrow(/^FileMissing {2}S\n[^]*none\.csv[^]*relative to the folder the app runs in/);
    expect(() => S3Source.fromFile(join(folder, 'empty.csv')).bind(stack, reader)).toThrow(/^FileEmpty {2}S\n[^]*Put content into empty\.csv/);
    expect(() => S3Source.fromFile(folder).bind(stack, reader)).toThrow(/^FileMissing/);
  });
});
