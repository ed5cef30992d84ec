import accounts from '../facts/image-accounts.json';
import suffixes from '../facts/image-dns-suffixes.json';
import families from '../facts/images.json';
import { invalid } from './errors';

/** A published image: where its accounts are listed, and its repository and tag. */
export interface FoundImage {
  readonly family: string;
  readonly version: string;
  readonly repository: string;
  readonly accounts: string;
  readonly tag: string;
  /** Why nothing new comes for it, where that is so. */
  readonly frozen?: string;
}

export interface ImageWish {
  readonly use: string;
  readonly version: string | undefined;
  readonly processor: string;
  readonly python: string | undefined;
  readonly baseFramework?: string;
}

interface VersionFacts {
  readonly accounts?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly tags?: Record<string, string>;
  readonly pyVersions?: readonly string[];
  readonly byBaseFramework?: Record<string, VersionFacts>;
  readonly baseFrameworkAliases?: Record<string, string>;
}

interface FamilyFacts {
  readonly scopes: Record<string, unknown>;
  readonly frozen?: string;
  readonly frozenVersions?: Record<string, string>;
}

interface ScopeFacts extends VersionFacts {
  readonly latestVersion: string;
  readonly processors?: readonly string[];
  readonly aliases?: Record<string, string>;
  readonly versions: Record<string, VersionFacts>;
}

/** The accounts that publish an image, by region. */
export function registryAccounts(table: string): Record<string, string> {
  return (accounts as Record<string, Record<string, string>>)[table];
}

/** Host suffix of ECR in a region. */
export function dnsSuffixOf(region: string): string {
  return (suffixes as Record<string, string>)[region] ?? 'amazonaws.com';
}

/** Looks an image up; the error of each miss lists what there is. */
export function findImage(family: string, wish: ImageWish): FoundImage {
  const scope = scopeOf(family, wish.use);
  const version = resolveVersion(family, scope, wish.version);
  const facts: VersionFacts = { ...scope, ...basedOn(family, version, scope.versions[version], wish.baseFramework) };
  if (!facts.repository || !facts.accounts) {
    throw invalid(undefined, {
      code: 'ImageAmbiguous',
      property: 'image',
      problem: `${family} ${version} comes in several repositories`,
      value: version,
      fix: 'Give the full image with ContainerImage.fromUri(...).',
    });
  }
  const { repository, accounts: table } = facts;
  const { frozen, frozenVersions } = (families as Record<string, FamilyFacts>)[family];
  return { family, version, repository, accounts: table, tag: tagOf(family, version, facts, wish), frozen: frozen ?? frozenVersions?.[version] };
}

/** The versions of a family for a use, and the processors it is built for; none when the family has no such use. */
export function offered(family: string, use: string): { versions: string[]; processors: readonly string[] } {
  const { scopes } = (families as Record<string, FamilyFacts>)[family] ?? { scopes: {} };
  const name = scopeNamed(scopes, use);
  const { versions = {}, processors = ['cpu'] } = (name === undefined ? {} : scopes[name]) as Partial<ScopeFacts>;
  return { versions: Object.keys(versions), processors };
}

/** The version that a name stands for, or that is the newest one. Fails for one that does not exist. */
export function versionOf(family: string, use: string, version: string | undefined): string {
  return resolveVersion(family, scopeOf(family, use), version);
}

/** Hugging Face's images come with PyTorch or TensorFlow, in one or more versions. */
function basedOn(family: string, version: string, facts: VersionFacts, wanted: string | undefined): VersionFacts {
  const bases = facts.byBaseFramework;
  if (!bases) {
    return facts;
  }
  const names = Object.keys(bases);
  const exact = wanted === undefined ? undefined : facts.baseFrameworkAliases?.[wanted] ?? wanted;
  const found = names.filter((name) => wanted === undefined || name === exact || name.replace(/[\d.]+$/, '') === wanted);
  if (found.length !== 1) {
    throw invalid(undefined, {
      code: 'ImageAmbiguous',
      property: 'baseFramework',
      problem: `${family} ${version} comes with ${names.join(' and with ')}`,
      value: wanted ?? version,
      fix: `Set 'baseFramework' to one of ${names.join(', ')}.`,
    });
  }
  return bases[found[0]];
}

function scopeOf(family: string, use: string): ScopeFacts {
  const known = families as Record<string, FamilyFacts>;
  if (!Object.hasOwn(known, family)) {
    throw invalid(undefined, {
      code: 'ImageFamilyUnknown',
      property: 'image',
      problem: 'is not a family of images that AWS publishes for SageMaker',
      value: family,
      fix: `Use one of ${Object.keys(known).join(', ')}, or ContainerImage.fromUri(...).`,
    });
  }
  const { scopes } = known[family];
  const name = scopeNamed(scopes, use);
  if (!name) {
    throw invalid(undefined, {
      code: 'ImageUseUnknown',
      property: 'use',
      problem: `${family} has no image for it`,
      value: use,
      fix: `Use one of ${Object.keys(scopes).flatMap((each) => each.split('+')).join(', ')}.`,
    });
  }
  return scopes[name] as ScopeFacts;
}

function scopeNamed(scopes: Record<string, unknown>, use: string): string | undefined {
  return Object.keys(scopes).find((each) => each.split('+').includes(use)) ?? (scopes.any ? 'any' : undefined);
}

function resolveVersion(family: string, scope: ScopeFacts, wanted: string | undefined): string {
  const version = wanted ?? scope.latestVersion;
  const resolved = !Object.hasOwn(scope.versions, version) && Object.hasOwn(scope.aliases ?? {}, version) ? scope.aliases![version] : version;
  if (!Object.hasOwn(scope.versions, resolved)) {
    throw invalid(undefined, {
      code: 'ImageVersionUnknown',
      property: 'version',
      problem: `${family} has no such version`,
      value: version,
      fix: `Use one of ${Object.keys(scope.versions).join(', ')}.`,
    });
  }
  return resolved;
}

/** Tags are given once, by processor, or by `processor/python`. */
function tagOf(family: string, version: string, facts: VersionFacts, wish: ImageWish): string {
  if (wish.python !== undefined && facts.pyVersions && !facts.pyVersions.includes(wish.python)) {
    throw invalid(undefined, {
      code: 'ImagePythonUnknown',
      property: 'python',
      problem: `${family} ${version} does not come with it`,
      value: wish.python,
      fix: `Use one of ${facts.pyVersions.join(', ')}.`,
    });
  }
  if (facts.tag !== undefined) {
    return facts.tag;
  }
  const tags = facts.tags ?? {};
  const keys = Object.keys(tags).filter((key) => {
    const [processor, python] = key.split('/');
    return processor === wish.processor && (wish.python === undefined || python === undefined || python === wish.python);
  });
  if (keys.length === 0) {
    throw invalid(undefined, {
      code: 'ImageProcessorUnknown',
      property: 'processor',
      problem: `${family} ${version} is not built for it`,
      value: wish.python ? `${wish.processor}/${wish.python}` : wish.processor,
      fix: `Use one of ${Object.keys(tags).join(', ')}.`,
    });
  }
  return tags[keys[keys.length - 1]];
}
