import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { StudioSettings } from '../../lib/core/contract';
import type { CreateEvent, CustomResource, DeleteEvent, Outcome, Request, UpdateEvent } from '../shared/custom-resource';
import { errorName, ifThere, isNotFound, mayBeYoungPermission, textOf } from '../shared/errors';
import type { Log } from '../shared/logging';
import { poll, retry } from '../shared/retry';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';
import { changesTo, namesOf } from './changes';
import { placeOf, type Place, type Standing } from './place';
import { identityOf, readProperties, saidBefore, type Wish } from './properties';

/** How long permissions and a domain of the same deployment may need until they are known everywhere. */
const SETTLES_MS = 120_000;
/** How long settings may need until they are shown where they were taken. */
const SHOWN_MS = 60_000;
const PACE = { firstMs: 1_000, longestMs: 10_000 };
/** Somebody else is at it, or there were too many calls; that passes. */
const BUSY = /^(ThrottlingException|TooManyRequestsException|ConflictException|ResourceInUse)$/;
const CHANGING = ['Pending', 'Updating'];
/** What is so takes no settings any more. */
const GOING = ['Deleting', 'Failed', 'Delete_Failed'];

/** How long to try what. */
interface Limits {
  readonly settled: number;
  readonly deadline: number;
  readonly log: Log;
}

/**
 * The custom resource: a domain, or a person in it, has the settings that the template gives it.
 *
 * Its identity is what has the settings. What an earlier template said is switched off when this one does not say it, also when the resource is deleted and
 * the domain is still there.
 */
export class StudioSettingsResource implements CustomResource {
  constructor(private readonly sagemaker: SageMakerClient, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return 'PhysicalResourceId' in event ? event.PhysicalResourceId : `no settings (${event.LogicalResourceId})`;
  }

  public create(request: Request<CreateEvent>): Promise<Outcome> {
    return this.fulfil(request, undefined);
  }

  public update(request: Request<UpdateEvent>): Promise<Outcome> {
    return this.fulfil(request, request.event.OldResourceProperties);
  }

  public async delete({ event, deadline, log }: Request<DeleteEvent>): Promise<Outcome> {
    const physicalId = event.PhysicalResourceId;
    const before = saidBefore(event.ResourceProperties, physicalId);
    if (namesOf(before).length === 0) {
      log.info('there is nothing to take back', { identity: physicalId });
      return { physicalId };
    }
    const place = placeOf(this.sagemaker, readProperties(event.ResourceProperties));
    const limits = this.limits(deadline, log);
    const isThere = async () => {
      const standing = await this.patiently(() => ifThere(() => place.look()), place, limits);
      return standing !== undefined && !GOING.includes(standing.status ?? '');
    };
    try {
      if (await isThere()) {
        await this.write(place, {}, before, limits);
        return { physicalId };
      }
    } catch (error) {
      if (await isThere()) {
        throw error;
      }
    }
    log.info('settings go with what had them', { place: place.name });
    return { physicalId };
  }

  private async fulfil({ event, deadline, log }: Request, oldProperties: unknown): Promise<Outcome> {
    const wish: Wish = readProperties(event.ResourceProperties);
    const physicalId = identityOf(wish);
    await this.write(placeOf(this.sagemaker, wish), wish.Settings, saidBefore(oldProperties, physicalId), this.limits(deadline, log));
    return { physicalId };
  }

  /** A request that comes again finds less to do, or nothing: each try looks first. */
  private async write(place: Place, wanted: StudioSettings, before: StudioSettings, limits: Limits): Promise<void> {
    const wrote = await this.patiently(async () => {
      const { settings } = await this.rested(place, limits);
      const changes = changesTo(settings, wanted, before);
      const names = namesOf(changes);
      if (names.length > 0) {
        limits.log.info('writing settings', { place: place.name, settings: names });
        await place.write(changes);
      }
      return names.length > 0;
    }, place, limits);
    if (wrote) {
      await this.taken(place, wanted, limits);
    } else {
      limits.log.info('the settings are there already', { place: place.name });
    }
  }

  /** Waits until what was written is in force. */
  private async taken(place: Place, wanted: StudioSettings, limits: Limits): Promise<void> {
    const until = Math.min(limits.deadline, this.time.now() + SHOWN_MS);
    const look = async () => {
      const standing = await this.patiently(() => this.rested(place, limits), place, limits);
      if (standing.status === 'Update_Failed') {
        throw new Error(`${place.name} did not take the settings: ${standing.reason ?? 'no reason is given'}`);
      }
      return namesOf(changesTo(standing.settings, wanted, {}));
    };
    let missing = await look();
    if (missing.length > 0) {
      const shown = await poll(async () => {
        missing = await look();
        return missing.length === 0 ? true : undefined;
      }, { ...PACE, until, time: this.time });
      if (!shown) {
        limits.log.warn('the service shows settings otherwise than they were written', { place: place.name, settings: missing });
        return;
      }
    }
    limits.log.info('the settings are in force', { place: place.name });
  }

  /** How something stands when nobody changes it. */
  private async rested(place: Place, { deadline }: Limits): Promise<Standing> {
    const rested = await poll(async () => {
      const standing = await place.look();
      return CHANGING.includes(standing.status ?? '') ? undefined : standing;
    }, { ...PACE, until: deadline, time: this.time });
    if (!rested) {
      throw new OutOfTimeError(`${place.name} is still being changed; deploy again to go on`);
    }
    if (GOING.includes(rested.status ?? '')) {
      throw new Error(`${place.name} takes no settings: it is '${rested.status}'${rested.reason ? `: ${rested.reason}` : ''}`);
    }
    return rested;
  }

  private patiently<T>(work: () => Promise<T>, place: Place, { settled, deadline, log }: Limits): Promise<T> {
    return retry(work, {
      when: (error) => BUSY.test(errorName(error)) || (this.time.now() < settled && (isNotFound(error) || mayBeYoungPermission(error))),
      until: deadline,
      ...PACE,
      onRetry: (error, waitMs) => log.warn('settings could not be written yet, trying again', { place: place.name, error: textOf(error), waitMs }),
      time: this.time,
    });
  }

  private limits(deadline: number, log: Log): Limits {
    return { settled: Math.min(deadline, this.time.now() + SETTLES_MS), deadline, log };
  }
}
