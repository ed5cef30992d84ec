/** Whether tags of a domain, a profile and a space are put on what people make in Studio. */
export enum TagPropagation {
  /** They are, at the next start of an app. */
  ENABLED = 'ENABLED',
  /** They are not, but those that SageMaker itself puts there: the ARNs of domain, profile and space. */
  DISABLED = 'DISABLED',
}

/** What people of a domain may do with resources of another domain, where their role allows more than Studio itself. */
export enum DomainIsolation {
  /** What their role allows. */
  NONE = 'NONE',
  /**
   * Nothing: SageMaker tags what is made in Studio with the ARN of its domain, and the roles of this one are refused what bears another's.
   *
   * What bears no such tag, because it was made outside of Studio or cannot have tags, is not refused.
   */
  BY_TAG = 'BY_TAG',
}
