import type { DefinitionSource, PipelineDefinitionProperties } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';

/** The object that a URI names; undefined for anything else. */
export function placeOf(uri: unknown): { readonly Bucket: string; readonly Key: string } | undefined {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(typeof uri === 'string' ? uri : '') ?? [];
  return Bucket !== undefined && Key !== undefined ? { Bucket, Key } : undefined;
}

/** The properties of the custom resource, or an error that names every member that breaks the contract. */
export function readProperties(raw: Readonly<Record<string, unknown>>): PipelineDefinitionProperties {
  const { Bucket, Prefix, EncryptionKeyArn } = raw;
  const source = (raw.Source ?? {}) as Partial<DefinitionSource>;
  const values: unknown = source.Values ?? [];
  const problems = [
    ...(isText(Bucket) ? [] : ['Bucket must be the name of a bucket']),
    ...(isText(Prefix) && Prefix.endsWith('/') ? [] : ['Prefix must be a text that ends in a slash']),
    ...(EncryptionKeyArn === undefined || isText(EncryptionKeyArn) ? [] : ['EncryptionKeyArn must be the ARN of a key']),
    ...(placeOf(source.Uri) ? [] : ['Source.Uri must be an s3:// URI']),
    ...(Array.isArray(values) && values.every(isValue) ? [] : ['Source.Values must be a list of texts and of lists of texts']),
  ];
  if (problems.length > 0) {
    throw new MalformedEventError(problems.join('; '));
  }
  return { Bucket: Bucket as string, Prefix: Prefix as string, EncryptionKeyArn: EncryptionKeyArn as string | undefined, Source: source as DefinitionSource };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string'));
}
