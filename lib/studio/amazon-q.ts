/** Amazon Q Developer, the assistant in JupyterLab and Code Editor. */
export class AmazonQ {
  /** In the free tier, within its monthly limits. Everybody in the domain uses it with the people's role. */
  public static free(): AmazonQ {
    return new AmazonQ();
  }

  /**
   * With a subscription of Amazon Q Developer Pro, which costs per person and month. The domain must sign people in with IAM Identity Center.
   *
   * @param profileArn ARN of the profile of Amazon Q Developer, which its console shows: `arn:aws:codewhisperer:us-east-1:123456789012:profile/ABCDEFGHIJKL`
   */
  public static pro(profileArn: string): AmazonQ {
    return new AmazonQ(profileArn);
  }

  private constructor(
    /** @internal */
    public readonly _profileArn?: string,
  ) {}
}
