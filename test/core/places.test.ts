import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import { folderOf, liesIn, uriOf } from '../../lib/core/internal/places';

const stack = new Stack(new App(), 'Shop');
const bucket = s3.Bucket.fromBucketName(stack, 'Models', 'models');
const other = s3.Bucket.fromBucketName(stack, 'Other', 'other');
const prefix = new CfnParameter(stack, 'Prefix').valueAsString;

test.each([
  [undefined, '', 's3://models'], ['', '', 's3://models'], ['raw', 'raw/', 's3://models/raw'], ['raw/', 'raw/', 's3://models/raw'],
  ['a/b/', 'a/b/', 's3://models/a/b'], [prefix, prefix, `s3://models/${prefix}`],
])('the prefix %j is the folder %j at %s', (given, folder, uri) => {
  expect(folderOf({ bucket, prefix: given })).toBe(folder);
  expect(uriOf({ bucket, prefix: given })).toBe(uri);
});

test.each([
  ['the place itself', { bucket, prefix: 'raw/' }, true], ['a folder in it', { bucket, prefix: 'raw/2026' }, true], ['the bucket around it', { bucket }, false],
  ['a folder whose name begins alike', { bucket, prefix: 'raw-2' }, false], ['the same prefix elsewhere', { bucket: other, prefix: 'raw/' }, false],
])('%s lies in raw: %s', (_, place, lies) => {
  expect(liesIn(place, { bucket, prefix: 'raw' })).toBe(lies);
});
