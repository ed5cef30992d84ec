/** What another account may do with a group that is shared with it. */
export enum SharedAccess {
  /** Look records up, and see the definitions and descriptions of the group. */
  READ = 'READ',
  /** Write and delete records too. */
  READ_WRITE = 'READ_WRITE',
  /** Add features, and change settings and descriptions too. */
  ADMIN = 'ADMIN',
}

/** Whether another account finds groups when it searches for features. */
export enum CatalogSharing {
  /** It must know the ARN of a group. */
  NONE = 'NONE',
  /** It finds all groups of this account and region, by name and description: the service shares its catalogue of groups whole. */
  ALL_GROUPS = 'ALL_GROUPS',
}

/** How a group is shared with another account. */
export interface FeatureGroupShareOptions {
  /**
   * What that account may do with the group's records and settings; files of the offline store are for reading alone.
   *
   * @default SharedAccess.READ
   */
  readonly access?: SharedAccess;

  /**
   * Whether that account finds groups of this one when it searches.
   *
   * @default CatalogSharing.NONE
   */
  readonly catalog?: CatalogSharing;
}
