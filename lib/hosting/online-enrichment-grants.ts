import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import type { OnlineEnrichment } from './online-enrichment';

/** Permissions on an enrichment. */
export class OnlineEnrichmentGrants {
  /** The permissions on an enrichment. */
  public static fromOnlineEnrichment(enrichment: OnlineEnrichment): OnlineEnrichmentGrants {
    return new OnlineEnrichmentGrants(enrichment);
  }

  private constructor(private readonly enrichment: OnlineEnrichment) {}

  /** Ask the model, with what is looked up; neither the endpoint nor the groups are open to the caller then. */
  public invoke(grantee: iam.IGrantable): iam.Grant {
    return allow(grantee, { actions: ['lambda:InvokeFunction'], resourceArns: [this.enrichment.function.functionArn] });
  }
}
