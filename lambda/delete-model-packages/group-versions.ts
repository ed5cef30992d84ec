import { DeleteModelPackageCommand, ListModelPackagesCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { CustomResource, DeleteEvent, Outcome, Request } from '../shared/custom-resource';
import { errorName, isNotFound, MalformedEventError } from '../shared/errors';
import type { Log } from '../shared/logging';
import { poll } from '../shared/retry';
import { OutOfTimeError, systemTime, type Time } from '../shared/time';

const GROUP_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;

/**
 * The custom resource: nothing while it lives, and no version left in the group when it is deleted.
 *
 * Its identity is the group's name, so that CloudFormation empties the old group when another takes its place.
 */
export class GroupVersions implements CustomResource {
  constructor(private readonly sagemaker: SageMakerClient, private readonly time: Time = systemTime) {}

  public idWhenFailed(event: CloudFormationCustomResourceEvent): string {
    return ('PhysicalResourceId' in event ? event.PhysicalResourceId : undefined) ?? `no group (${event.LogicalResourceId})`;
  }

  public async create({ event }: Request): Promise<Outcome> {
    return { physicalId: groupName(event.ResourceProperties.ModelPackageGroupName) };
  }

  public async update({ event }: Request): Promise<Outcome> {
    return { physicalId: groupName(event.ResourceProperties.ModelPackageGroupName) };
  }

  public async delete({ event, deadline, log }: Request<DeleteEvent>): Promise<Outcome> {
    const group = event.PhysicalResourceId;
    // The id of a request that failed before it named a group: there is nothing to empty.
    if (GROUP_NAME.test(group)) {
      await this.empty(group, deadline, log);
    }
    return { physicalId: group };
  }

  /** Deletes until none is left: a run that ends meanwhile may register one more, and a version may take a while to go. */
  private async empty(group: string, until: number, log: Log): Promise<void> {
    let left = 0;
    const emptied = await poll(async () => {
      const versions = await this.versions(group);
      for (const modelPackage of versions) {
        log.info('deleting a model version', { modelPackage });
        await this.remove(modelPackage);
      }
      left = versions.length;
      return left === 0 ? true : undefined;
    }, { until, firstMs: 500, longestMs: 15_000, time: this.time });
    if (!emptied) {
      throw new OutOfTimeError(`model package group '${group}' is not empty yet (${left} left); delete the stack again to go on`);
    }
  }

  private async versions(group: string): Promise<string[]> {
    const arns: string[] = [];
    let token: string | undefined;
    try {
      do {
        const page = await this.sagemaker.send(new ListModelPackagesCommand({ ModelPackageGroupName: group, MaxResults: 100, NextToken: token }));
        arns.push(...(page.ModelPackageSummaryList ?? []).map((summary) => summary.ModelPackageArn ?? '').filter(Boolean));
        token = page.NextToken;
      } while (token);
    } catch (error) {
      if (isNotFound(error)) {
        return [];
      }
      throw error;
    }
    return arns;
  }

  /** A version that is gone, or on its way, needs nothing more. */
  private async remove(modelPackage: string): Promise<void> {
    try {
      await this.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: modelPackage }));
    } catch (error) {
      if (!isNotFound(error) && errorName(error) !== 'ConflictException') {
        throw error;
      }
    }
  }
}

function groupName(value: unknown): string {
  if (typeof value !== 'string' || !GROUP_NAME.test(value)) {
    throw new MalformedEventError(`ModelPackageGroupName must be the name of a model package group, got ${JSON.stringify(value)}`);
  }
  return value;
}
