import { DescribeFeatureMetadataCommand, type SageMakerClient, UpdateFeatureMetadataCommand } from '@aws-sdk/client-sagemaker';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { DescribedFeature } from '../../lib/core/contract';
import type { CreateEvent, CustomResource, DeleteEvent, Outcome, Request, UpdateEvent } from '../shared/custom-resource';
import { errorName, ifThere, isNotFound, mayBeYoungPermission, textOf } from '../shared/errors';
import type { Log } from '../shared/logging';
import { retry } from '../shared/retry';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';
import { changesOf, type Noted } from './changes';
import { readProperties, saidBefore } from './properties';

/** How long features that were just added, and permissions of the same deployment, may need until they are known everywhere. */
const SETTLES_MS = 120_000;
/** Somebody else is at the group, or there were too many calls; that passes. */
const BUSY = /^(ThrottlingException|TooManyRequestsException|ConflictException|ResourceInUse)$/;

/** A feature as it is to be, and what an earlier template said of it. */
interface Wish {
  readonly wanted: DescribedFeature;
  readonly before: DescribedFeature | undefined;
  /** Whether the template still speaks of it: only then it must be there. */
  readonly isNeeded: boolean;
}

/**
 * The custom resource: each feature has the description and the parameters that the template gives it.
 *
 * Its identity is the group's name. Deletion changes nothing: the texts go with the group, or stay with it.
 */
export class FeatureDescriptions implements CustomResource {
  constructor(private readonly sagemaker: SageMakerClient, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return ('PhysicalResourceId' in event ? event.PhysicalResourceId : undefined) ?? `no group (${event.LogicalResourceId})`;
  }

  public create(request: Request<CreateEvent>): Promise<Outcome> {
    return this.write(request, undefined);
  }

  public update(request: Request<UpdateEvent>): Promise<Outcome> {
    return this.write(request, request.event.OldResourceProperties);
  }

  public async delete({ event }: Request<DeleteEvent>): Promise<Outcome> {
    return { physicalId: event.PhysicalResourceId };
  }

  private async write({ event, deadline, log }: Request, oldProperties: unknown): Promise<Outcome> {
    const { FeatureGroupName: group, Features } = readProperties(event.ResourceProperties);
    const wishes = wishesOf(Features, saidBefore(oldProperties, group));
    const settled = Math.min(deadline, this.time.now() + SETTLES_MS);
    for (const [done, wish] of wishes.entries()) {
      if (this.time.now() > deadline) {
        throw new OutOfTimeError(`${wishes.length - done} of ${wishes.length} features of '${group}' are not described yet; deploy again to go on`);
      }
      await this.fulfil(group, wish, { settled, deadline, log });
    }
    return { physicalId: group };
  }

  /** One feature, by what the service has of it: a request that comes again finds less to do, or nothing. */
  private async fulfil(group: string, { wanted, before, isNeeded }: Wish, limits: Limits): Promise<void> {
    const feature = { FeatureGroupName: group, FeatureName: wanted.FeatureName };
    const look = (): Promise<Noted> => this.sagemaker.send(new DescribeFeatureMetadataCommand(feature));
    const now = await this.patiently(isNeeded ? look : () => ifThere(look), feature.FeatureName, limits);
    for (const change of now ? changesOf(now, wanted, before) : []) {
      limits.log.info('describing a feature', { ...feature, members: Object.keys(change) });
      await this.patiently(() => this.sagemaker.send(new UpdateFeatureMetadataCommand({ ...feature, ...change })), feature.FeatureName, limits);
    }
  }

  private patiently<T>(work: () => Promise<T>, feature: string, { settled, deadline, log }: Limits): Promise<T> {
    return retry(work, {
      when: (error) => BUSY.test(errorName(error)) || (this.time.now() < settled && (isNotFound(error) || mayBeYoungPermission(error))),
      until: deadline,
      firstMs: 1_000,
      longestMs: 10_000,
      onRetry: (error, waitMs) => log.warn('a feature could not be described yet, trying again', { feature, error: textOf(error), waitMs }),
      time: this.time,
    });
  }
}

/** How long to try what. */
interface Limits {
  readonly settled: number;
  readonly deadline: number;
  readonly log: Log;
}

/** The features that the template describes, then those that only an earlier one did. */
function wishesOf(features: readonly DescribedFeature[], before: readonly DescribedFeature[]): Wish[] {
  const names = new Set(features.map(({ FeatureName }) => FeatureName));
  const said = new Map(before.map((feature) => [feature.FeatureName, feature]));
  const left = before.filter(({ FeatureName }) => !names.has(FeatureName));
  return [
    ...features.map((wanted) => ({ wanted, before: said.get(wanted.FeatureName), isNeeded: true })),
    ...left.map((feature) => ({ wanted: { FeatureName: feature.FeatureName }, before: feature, isNeeded: false })),
  ];
}
