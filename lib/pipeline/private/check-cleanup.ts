import type { Mistake } from '../../core/internal/errors';
import type { _StepJson } from '../step';
import type { PlacedStep } from './placed-step';

interface Source {
  readonly StepName?: string;
  readonly S3Uris?: readonly unknown[];
}

/** Steps whose model or result the service finds. */
const FOUND = ['Training', 'Athena'];
/** Steps of which objects have to be named. */
const NAMED = ['Processing', 'Transform'];

/** What the service cannot delete of other steps. */
export function mistakesInCleanups(all: readonly PlacedStep[], byName: ReadonlyMap<string, PlacedStep>): Mistake[] {
  return all.filter(({ step }) => step.Type === 'Cleanup').flatMap(({ step }) => {
    const { S3: sources = [] } = (step.Arguments.Resources ?? {}) as { S3?: readonly Source[] };
    return sources.flatMap(({ StepName: name = '', S3Uris: uris }) => {
      const source = byName.get(name)?.step;
      return source ? mistakesInSource(`step '${step.Name}'`, source, uris) : [];
    });
  });
}

function mistakesInSource(property: string, source: _StepJson, uris: readonly unknown[] | undefined): Mistake[] {
  const { Name: value, Type: type } = source;
  if (![...FOUND, ...NAMED].includes(type)) {
    return [{
      code: 'CleanupSourceType', property, problem: `cannot clean up behind a step of type ${type}`, value, fix: 'Name steps that train, process or transform.',
    }];
  }
  return [
    ...(FOUND.includes(type) === (uris === undefined) ? [] : [{
      code: 'CleanupSourceObjects', property, value, problem: FOUND.includes(type) ? 'the service finds what this step made' : 'objects of this step have to be named',
      fix: FOUND.includes(type) ? 'Use S3CleanupSource.ofTraining(...).' : 'Use S3CleanupSource.ofObjects(...).',
    }]),
    ...(isInVpc(source) ? [{ code: 'CleanupSourceInVpc', property, problem: 'cannot clean up behind a job in a VPC', value, fix: 'Let the results expire.' }] : []),
  ];
}

function isInVpc({ Arguments: { VpcConfig: own, NetworkConfig: network } }: _StepJson): boolean {
  return own !== undefined || (network as { VpcConfig?: unknown } | undefined)?.VpcConfig !== undefined;
}
