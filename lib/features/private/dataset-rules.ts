import type { Mistake } from '../../core/internal/errors';
import type { IFeatureGroup } from '../feature-group-base';

/** The mistake of training on a group without a history. */
export function mistakeInOffline(property: string, group: IFeatureGroup): Mistake | undefined {
  return group.offlineLocation ? undefined : {
    code: 'DatasetWithoutOfflineStore',
    property,
    problem: 'training reads the offline store, and this group has none that is known here',
    fix: 'Give the group an offline store; for an imported group, use FeatureGroup.fromFeatureGroupAttributes(...) with its offlineLocation.',
  };
}
