import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import type { IConstruct } from 'constructs';
import { Mistakes, isKnown } from '../../core/internal/errors';
import { FOR_STUDIO_APPS, checkInstanceType } from '../../core/internal/instance-types';
import { Limit } from '../../core/internal/limits';
import type { StudioPortalOptions } from '../portal';

const VERSIONS = Limit.between('VersionAliases', 0, 20);
const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** What Studio hides; undefined where it hides nothing. */
export function renderPortal(scope: IConstruct, options: StudioPortalOptions = {}): CfnDomain.StudioWebPortalSettingsProperty | undefined {
  const { hiddenTools = [], hiddenApps = [], hiddenInstanceTypes = [], hiddenDistributions = [] } = options;
  hiddenInstanceTypes.forEach((each) => checkInstanceType(scope, 'portal.hiddenInstanceTypes', each, FOR_STUDIO_APPS));
  const mistakes = new Mistakes(scope).add(VERSIONS.mistakeInCount('portal.hiddenDistributions', hiddenDistributions));
  hiddenDistributions.filter((each) => isKnown(each) && !VERSION.test(each)).forEach((value) => mistakes.add({
    code: 'DistributionVersionInvalid', property: 'portal.hiddenDistributions', problem: 'must be a major and a minor version', value, fix: "Write it like '1.9'.",
  }));
  mistakes.throwIfAny();
  const distributions = distinct(hiddenDistributions);
  const settings = {
    hiddenMlTools: distinct(hiddenTools),
    hiddenAppTypes: distinct(hiddenApps),
    hiddenInstanceTypes: distinct(hiddenInstanceTypes),
    hiddenSageMakerImageVersionAliases: distributions && [{ sageMakerImageName: 'sagemaker_distribution', versionAliases: distributions }],
  };
  return Object.values(settings).some((each) => each !== undefined) ? settings : undefined;
}

/** The service takes each once. */
function distinct(values: readonly string[]): string[] | undefined {
  return values.length > 0 ? [...new Set(values)] : undefined;
}
