import type { CfnFeatureGroup } from 'aws-cdk-lib/aws-sagemaker';
import { CfnResource, Stack, Token, TokenComparison } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnrichedColumn, EnrichmentLookUp } from '../../core/contract';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { NameRule } from '../../core/internal/names';
import { nearest } from '../../core/internal/nearest';
import type { Feature, IFeatureGroup } from '../../features';
import type { OnlineEnrichmentProps } from '../online-enrichment';
import type { Filling } from './feature-fillings';

const NAME = NameRule.of('Endpoint.EndpointName');
const COLUMNS = Limit.between('EnrichmentColumns', 1);
const LOOK_UPS = Limit.between('EnrichmentLookUps', 1);
const TIMEOUT = Limit.between('EnrichmentTimeout', 2, 900);
const ACCEPT = Limit.between('EnrichmentAccept', 1, 256);
/** An environment has 4 KB; the names of its variables, of the endpoint and of groups that are references need room too. */
const MOST_BYTES = 3_400;
const WHOLE = /^[+-]?\d+$/;

/** What the function is told. */
export interface Told {
  readonly columns: readonly EnrichedColumn[];
  readonly lookUps: readonly EnrichmentLookUp[];
}

/** Refuses what could never answer a request; all of it at once. */
export function checkEnrichment(scope: Construct, props: OnlineEnrichmentProps, fillings: readonly Filling[], told: Told): void {
  const { columns, lookUps, defaults = {}, timeout, accept } = props;
  const bytes = Buffer.byteLength(JSON.stringify(told.columns)) + Buffer.byteLength(JSON.stringify(told.lookUps));
  const repeated = firstRepeated(columns.map(({ name }) => name));
  const mistakes = new Mistakes(scope)
    .add(NAME.mistakeIn('endpoint', props.endpoint.endpointName))
    .add(COLUMNS.mistakeInCount('columns', columns))
    .add(LOOK_UPS.mistakeInCount('lookUps', lookUps))
    .add(timeout?.isUnresolved() ? undefined : TIMEOUT.mistakeIn('timeout', timeout?.toSeconds()))
    .add(ACCEPT.mistakeInText('accept', accept))
    .when(bytes > MOST_BYTES, {
      code: 'EnrichmentSize', property: 'columns', problem: `with look-ups and defaults take ${MOST_BYTES} bytes of the function's environment at most`, value: bytes,
      fix: 'Leave columns out that the model does not need, or shorten names and defaults.',
    })
    .when(repeated !== undefined, {
      code: 'EnrichmentColumnRepeated', property: 'columns', problem: 'name a column twice', value: repeated,
      fix: 'Name each column once, in the order the model was trained on.',
    });
  checkDefaults(mistakes, columns, defaults);
  fillings.forEach((filling, n) => checkFilling(scope, mistakes, `lookUps[${n}]`, filling, columns));
  const filledTwice = firstRepeated(fillings.flatMap(({ pairs }) => pairs.map(({ column }) => column)));
  mistakes.when(filledTwice !== undefined, {
    code: 'EnrichmentColumnFilledTwice', property: 'lookUps', problem: 'fill a column twice', value: filledTwice,
    fix: "Name the 'features' that each is to give, or tell them apart by 'prefix' or 'aliases'.",
  }).throwIfAny();
}

function checkDefaults(mistakes: Mistakes, columns: readonly Feature[], defaults: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(defaults)) {
    const column = columns.find((each) => each.name === name);
    mistakes
      .when(column === undefined, {
        code: 'EnrichmentDefaultUnknown', property: 'defaults', problem: 'name a column that the model does not have', value: name, fix: choice(name, columns),
      })
      .when(column !== undefined && isKnown(value) && !fits(value, column), {
        code: 'EnrichmentDefaultUnfit', property: `defaults '${name}'`, problem: `must be a value of type ${column?.type}, or empty`, value,
        fix: 'Write a number, or an empty text.',
      });
  }
}

function checkFilling(scope: Construct, mistakes: Mistakes, property: string, { lookUp, on, pairs, known }: Filling, columns: readonly Feature[]): void {
  const { group } = lookUp;
  mistakes
    .when(on === undefined || on === '', {
      code: 'EnrichmentIdentifierUnknown', property: `${property}.on`, problem: 'is not known, so no request could name a record',
      fix: "Name the member of rows, for example 'customer_id', or import the group with its 'definitions'.",
    })
    .when(pairs.length === 0, {
      code: 'EnrichmentLooksNothingUp', property: `${property}.features`, problem: 'fill no column', value: group.node.path,
      fix: 'Name features of the group that the model needs, or leave the look-up out.',
    })
    .when(Token.compareStrings(Stack.of(scope).region, group.env.region) === TokenComparison.DIFFERENT, {
      code: 'EnrichmentGroupElsewhere', property: `${property}.group`, problem: 'is in another region', value: group.env.region,
      fix: 'Make the enrichment in a stack of that region.',
    })
    .when(isOffline(group), {
      code: 'EnrichmentGroupOffline', property: `${property}.group`, problem: 'has no online store to look up in', value: group.node.path,
      fix: "Give the group an 'online' store.",
    });
  for (const alias of Object.keys(lookUp.aliases ?? {}).filter((name) => !pairs.some(({ feature }) => feature === name))) {
    mistakes.when(true, {
      code: 'EnrichmentAliasUnused', property: `${property}.aliases`, problem: 'name a feature that is not looked up', value: alias, fix: "Name it in 'features', or leave it out.",
    });
  }
  for (const { feature, column: name } of pairs) {
    const column = columns.find((each) => each.name === name);
    const found = known?.find((each) => each.name === feature);
    const type = found && kindOf(found);
    mistakes
      .when(column === undefined, {
        code: 'EnrichmentFeatureUnused', property: `${property}.features`, problem: 'fill a column that the model does not have', value: name, fix: choice(name, columns),
      })
      .when(known !== undefined && isKnown(feature) && type === undefined, {
        code: 'EnrichmentFeatureUnknown', property: `${property}.features`, problem: `name no feature of ${group.node.path}`, value: feature, fix: choice(feature, known ?? []),
      })
      .when(type !== undefined && column !== undefined && kindOf(column) !== type, {
        code: 'EnrichmentTypeDiffers', property: 'columns', problem: `must have '${name}' as ${type}, which it is in ${group.node.path}`, value: column && kindOf(column),
        fix: 'Give the column the type of the feature.',
      });
  }
}

/** `Integral`, `List of Integral`, `Vector of Fractional (3)`. */
function kindOf({ type, collection, dimension }: Feature): string {
  return `${collection === undefined ? '' : `${collection} of `}${type}${dimension === undefined ? '' : ` (${dimension})`}`;
}

/** Whether a group that this app makes has no online store. */
function isOffline(group: IFeatureGroup): boolean {
  const child = group.node.defaultChild;
  return child !== undefined && CfnResource.isCfnResource(child) && child.cfnResourceType === 'AWS::SageMaker::FeatureGroup'
    && (child as CfnFeatureGroup).onlineStoreConfig === undefined;
}

function choice(name: string, features: readonly Feature[]): string {
  const names = features.map((feature) => feature.name);
  const meant = nearest(name, names);
  return meant === undefined ? `Use one of ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}.` : `Did you mean '${meant}'?`;
}

function fits(value: string, { type }: Feature): boolean {
  const kind: string = type;
  return value === '' || kind === 'String' || (kind === 'Integral' ? WHOLE.test(value) : value.trim() !== '' && Number.isFinite(Number(value)));
}

function firstRepeated(names: readonly string[]): string | undefined {
  return names.find((name, n) => names.indexOf(name) < n);
}
