/** How people sign in to a domain. */
export enum Authentication {
  /** With an IAM identity, or through a portal that has one: whoever may ask for a profile's address is that person. */
  IAM = 'IAM',
  /**
   * With IAM Identity Center, whose instance must be in the domain's region. Each profile names its user, and the users see Studio in their access portal.
   * AWS creates an application of the domain there.
   */
  IDENTITY_CENTER = 'SSO',
}
