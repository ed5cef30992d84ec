import {
  FEATURE_GROUP_BEFORE_TAG, FEATURE_GROUP_OWNER_TAG, type FeatureGroupAttributes, type FeatureGroupLook, type FeatureGroupLookAnswer, type FeatureGroupWork,
} from '../../lib/core/contract';
import { failure, sendAnswer, success } from '../shared/custom-resource-answer';
import { errorName, MalformedEventError, mayBeYoungPermission, textOf } from '../shared/errors';
import type { Log } from '../shared/logging';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';
import { hashOf } from '../shared/tokens';
import { fieldsOf, isText } from '../shared/values';
import { changesTo } from './changes';
import type { GroupService, Standing } from './group-service';

const MINUTE_MS = 60_000;
/** CloudFormation waits for an hour. */
const PATIENCE_MS = 55 * MINUTE_MS;
/** How long permissions of the same deployment may need until they are known everywhere. */
const SETTLES_MS = 2 * MINUTE_MS;
/** How long to wait until the next look, by the time that has gone by: a group in memory takes 10 to 15 minutes. */
const PACES: readonly (readonly [number, number])[] = [[MINUTE_MS / 3, 2], [2 * MINUTE_MS, 5], [Infinity, 15]];
/** As many features as one request may add. */
const ADDED_AT_ONCE = 100;
/** What a group is changed by. */
const CHANGES = ['FeatureAdditions', 'TtlDuration'];
/** Somebody else is at it, or there were too many calls; that passes. A group that is there already is looked at. */
const BUSY = /^(ThrottlingException|TooManyRequestsException|ConflictException|ResourceInUse)$/;
/** What no other try would mend, unless what was asked for is done already: an answer may have been lost. */
const FINAL = /^(ValidationException|ResourceLimitExceeded|ResourceNotFound|AccessDenied(Exception)?)$/;

/** What the template asks for cannot be. */
class RefusedError extends Error {
  public override readonly name = 'FeatureGroupRefused';
}

/** What a step leaves: something to wait for, or a group as it shall be. */
type Step = { readonly still: string; readonly asked?: string } | { readonly attributes: FeatureGroupAttributes | undefined };

/**
 * Makes, changes or deletes a feature group in as many looks as it takes, and tells CloudFormation how that ended.
 *
 * Each look compares what is with what shall be and takes one step, so it does not matter what was done before. A tag tells groups that this resource made
 * from those of others.
 */
export class GroupManager {
  constructor(private readonly groups: GroupService, private readonly time: Time = systemTime) {}

  public async advance(event: unknown, logStream: string, log: Log): Promise<FeatureGroupLookAnswer> {
    const { work, startTime, before: { asked = [] } = {}, refusal } = readLook(event, log);
    const { request, task, featureGroupName } = work;
    const own = log.with({ group: featureGroupName, task });
    const end = async (error: Error | undefined, attributes: object = {}): Promise<FeatureGroupLookAnswer> => {
      const answer = error ? failure(request, await this.idWhenFailed(work), error, logStream) : success(request, featureGroupName, { ...attributes });
      await sendAnswer(request.ResponseURL, answer, own, this.time);
      own.info('answered CloudFormation', { status: answer.Status, reason: error?.message });
      return { next: 'DONE', waitSeconds: 0, asked };
    };
    if (refusal) {
      return end(new Error(`the feature group could not be looked after: ${refusal.Error}: ${refusal.Cause ?? ''}`));
    }
    const elapsed = this.time.now() - Date.parse(startTime);
    let step: Step;
    try {
      step = task === 'DELETE' ? await this.delete(work, asked, own) : await this.fulfil(work, asked, own);
    } catch (error) {
      if (BUSY.test(errorName(error)) || (elapsed < SETTLES_MS && mayBeYoungPermission(error))) {
        own.warn('a request was refused that may pass later', { error: textOf(error) });
        step = { still: textOf(error) };
      } else if (error instanceof RefusedError || asked.includes(refusedWith(error))) {
        return end(error as Error);
      } else if (FINAL.test(errorName(error))) {
        own.warn('a request was refused, looking once more', { error: textOf(error) });
        step = { still: textOf(error), asked: refusedWith(error) };
      } else {
        throw error;
      }
    }
    if ('attributes' in step) {
      return end(undefined, step.attributes);
    }
    if (elapsed >= PATIENCE_MS) {
      return end(new OutOfTimeError(`feature group '${featureGroupName}' is not ready yet (${step.still}); deploy again to go on`));
    }
    return {
      next: 'WAIT', waitSeconds: PACES.find(([until]) => elapsed < until)![1],
      asked: step.asked === undefined || asked.includes(step.asked) ? asked : [...asked, step.asked],
    };
  }

  private async fulfil(work: FeatureGroupWork, asked: readonly string[], log: Log): Promise<Step> {
    const { task, featureGroupName, wanted } = work;
    const now = await this.groups.look(featureGroupName);
    if (!now) {
      if (task === 'CHANGE') {
        throw new RefusedError(`feature group '${featureGroupName}' is not there any more; give it another id or 'featureGroupName' to make it anew`);
      }
      log.info('making the feature group');
      await this.groups.make(wanted!, { Key: FEATURE_GROUP_OWNER_TAG, Value: ownerOf(work) });
      return { still: 'it is being made', asked: 'CreateFeatureGroup' };
    }
    const tags = await this.groups.tags(now.arn);
    if (!isOwn(tags.get(FEATURE_GROUP_OWNER_TAG), work)) {
      throw new RefusedError(`feature group '${featureGroupName}' is there already, and this deployment did not make it; give this one another 'featureGroupName', or delete that one`);
    }
    switch (now.status) {
      case 'Created': return this.change(work, now, tags, asked, log);
      case 'Creating': return { still: 'it is being made' };
      case 'CreateFailed':
        await this.groups.remove(featureGroupName);
        throw new RefusedError(`feature group '${featureGroupName}' could not be made: ${now.reason ?? 'no reason is given'}`);
      default: throw new RefusedError(`feature group '${featureGroupName}' is '${now.status}'${now.reason === undefined ? '' : `: ${now.reason}`}`);
    }
  }

  /** One kind of change at a time, when the one before is over. */
  private async change(
    { featureGroupName: name, wanted, before }: FeatureGroupWork, now: Standing, tags: ReadonlyMap<string, string>, asked: readonly string[], log: Log,
  ): Promise<Step> {
    const { update } = now;
    if (update.status === 'InProgress') {
      return { still: 'it is being changed' };
    }
    if (update.status === 'Failed' && CHANGES.some((each) => asked.includes(each))) {
      throw new RefusedError(`feature group '${name}' could not be changed: ${update.reason ?? 'no reason is given'}`);
    }
    const { refusals, additions, timeToLive, tags: more, untag } = changesTo(now, tags, wanted!, before);
    if (refusals.length > 0) {
      throw new RefusedError(refusals.join('; '));
    }
    if (additions.length > 0) {
      const some = additions.slice(0, ADDED_AT_ONCE);
      log.info('adding features', { features: some.map(({ FeatureName }) => FeatureName) });
      await (before && tags.get(FEATURE_GROUP_BEFORE_TAG) !== before.featuresHash
        ? this.groups.tag(now.arn, [{ Key: FEATURE_GROUP_BEFORE_TAG, Value: before.featuresHash }]) : undefined);
      await this.groups.addFeatures(name, some);
      return { still: 'features are being added', asked: 'FeatureAdditions' };
    }
    if (timeToLive && !asked.includes('TtlDuration')) {
      log.info('changing how long records are kept');
      await this.groups.keepRecordsFor(name, wanted!.OnlineStoreConfig);
      return { still: 'its time to live is being changed', asked: 'TtlDuration' };
    }
    if (timeToLive) {
      log.warn('the service shows the time to live otherwise than it was written', { shown: now.online.TtlDuration });
    }
    await (more.length > 0 ? this.groups.tag(now.arn, more) : undefined);
    await (untag.length > 0 ? this.groups.untag(now.arn, untag) : undefined);
    return { attributes: { FeatureGroupArn: now.arn } };
  }

  /** A group that this resource did not make is left alone. */
  private async delete(work: FeatureGroupWork, asked: readonly string[], log: Log): Promise<Step> {
    const now = await this.groups.look(work.featureGroupName);
    if (!now) {
      return { attributes: undefined };
    }
    if (now.status === 'Deleting' || now.status === 'Creating') {
      return { still: `it is '${now.status}'` };
    }
    if (!isOwn((await this.groups.tags(now.arn)).get(FEATURE_GROUP_OWNER_TAG), work)) {
      log.warn('the feature group is not of this stack, and stays', { tag: FEATURE_GROUP_OWNER_TAG });
      return { attributes: undefined };
    }
    if (now.status === 'DeleteFailed' && asked.includes('DeleteFeatureGroup')) {
      throw new RefusedError(`feature group '${work.featureGroupName}' could not be deleted: ${now.reason ?? 'no reason is given'}`);
    }
    log.info('deleting the feature group');
    await this.groups.remove(work.featureGroupName);
    return { still: 'it is being deleted', asked: 'DeleteFeatureGroup' };
  }

  /** A group that a failed creation left behind is deleted under its name; where it is not known to be of this creation, nothing is. */
  private async idWhenFailed(work: FeatureGroupWork): Promise<string> {
    const { request, task, featureGroupName } = work;
    if (task !== 'MAKE') {
      return request.PhysicalResourceId;
    }
    try {
      const now = await this.groups.look(featureGroupName);
      const owner = now && (await this.groups.tags(now.arn)).get(FEATURE_GROUP_OWNER_TAG);
      return isOwn(owner, work) ? featureGroupName : request.PhysicalResourceId;
    } catch {
      return request.PhysicalResourceId;
    }
  }
}

function refusedWith(error: unknown): string {
  return `refused: ${errorName(error)}`;
}

/** Which resource of which stack made a group, and by which request. */
function ownerOf({ request: { StackId, LogicalResourceId, RequestId } }: FeatureGroupWork): string {
  return `${resourceOf(StackId, LogicalResourceId)}/${hashOf(RequestId).slice(0, 32)}`;
}

function resourceOf(stackId: string, logicalId: string): string {
  return hashOf(stackId, logicalId).slice(0, 32);
}

/** A request that makes a group takes none that was there before it, not even one that an earlier deployment of the same resource left. */
function isOwn(owner: string | undefined, work: FeatureGroupWork): boolean {
  const { StackId, LogicalResourceId } = work.request;
  return work.task === 'MAKE' ? owner === ownerOf(work) : owner?.split('/')[0] === resourceOf(StackId, LogicalResourceId);
}

/** The event is not logged: it holds the signed URL of the answer. */
function readLook(event: unknown, log: Log): FeatureGroupLook {
  const { work, startTime } = fieldsOf(event);
  const { request, task, featureGroupName, wanted } = fieldsOf(work) as Partial<FeatureGroupWork>;
  const problems = [
    ...(['ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId', 'PhysicalResourceId'] as const).filter((member) => !isText(request?.[member])),
    ...task !== undefined && ['MAKE', 'REPLACE', 'CHANGE', 'DELETE'].includes(task) && (task === 'DELETE' || wanted) ? [] : ['task'],
    ...isText(featureGroupName) ? [] : ['featureGroupName'],
    ...isText(startTime) && !Number.isNaN(Date.parse(startTime)) ? [] : ['startTime'],
  ];
  if (problems.length > 0) {
    const error = new MalformedEventError(`the state machine's request has no proper ${problems.join(', ')}`);
    log.error('refused a malformed request', error, { task, featureGroupName });
    throw error;
  }
  return event as FeatureGroupLook;
}
