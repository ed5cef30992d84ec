import { NOTHING_SERVES, type ServingVersionAnswer, type ServingVersionRequest } from '../../lib/core/contract';
import type { Log } from '../shared/logging';
import { understood } from '../shared/understood';
import { readRequest } from './request';
import { served, usable } from './usable';
import type { Versions } from './versions';

/** Finds what a new model has to be compared with. It changes nothing, and so may be called again at any time. */
export class Finder {
  constructor(private readonly versions: Pick<Versions, 'serving' | 'approved'>) {}

  /** Throws on a request that does not follow the contract, on a served model that cannot be used, and on whatever AWS refuses: the run then fails. */
  public async find(event: unknown, log: Log): Promise<ServingVersionAnswer> {
    const request = understood(readRequest, event, log, 'request');
    const answer = await this.serving(request) ?? await this.newestApproved(request, log) ?? itself(request);
    log.info('found what a new model is compared with', { ...request, ...answer });
    return answer;
  }

  private async serving(request: ServingVersionRequest): Promise<ServingVersionAnswer | undefined> {
    const { endpointName } = request;
    const version = endpointName === undefined ? undefined : await this.versions.serving(endpointName);
    const answer = version && usable(version, request);
    if (typeof answer === 'string') {
      throw new ForeignModelError(`endpoint '${endpointName}' serves ${version?.modelPackageArn}, ${answer}`);
    }
    return answer;
  }

  private async newestApproved(request: ServingVersionRequest, log: Log): Promise<ServingVersionAnswer | undefined> {
    for await (const version of this.versions.approved(request.modelPackageGroupName)) {
      const answer = usable(version, request);
      if (typeof answer !== 'string') {
        return answer;
      }
      const { modelPackageArn, modelDataUrl } = version;
      log.warn('passed over an approved version that the pipeline cannot use', { modelPackageArn, modelDataUrl, why: answer });
    }
    return undefined;
  }
}

/** The new model, where there is no other. */
function itself({ candidate, container }: ServingVersionRequest): ServingVersionAnswer {
  return { modelDataUrl: candidate, modelPackageArn: NOTHING_SERVES, ...(container && served(container)) };
}

/** A model that no job of the pipeline may read, or make answer. */
class ForeignModelError extends Error {
  public override readonly name = 'ForeignModelError';
}
