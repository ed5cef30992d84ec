import type { Duration } from 'aws-cdk-lib/core';

/** Whether a step may take over the result of an earlier run whose arguments were the same. */
export class Cache {
  /** Earlier results are taken over until they are this old. */
  public static expiringAfter(age: Duration): Cache {
    return new Cache({ Enabled: true, ExpireAfter: age.toIsoString() });
  }

  /** Earlier results are taken over, however old they are. */
  public static unlimited(): Cache {
    return new Cache({ Enabled: true });
  }

  private constructor(private readonly config: { [member: string]: any }) {}

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return this.config;
  }
}
