import { NOTHING_SERVES, type ServingVersionAnswer, type ServingVersionRequest } from '../../lib/core/contract';
import type { Log } from '../shared/logging';
import { understood } from '../shared/understood';
import { isBelow, readRequest } from './request';
import type { Version, Versions } from './versions';

/** Finds what a new model has to be compared with. It changes nothing, and so may be called again at any time. */
export class Finder {
  constructor(private readonly versions: Pick<Versions, 'serving' | 'approved'>) {}

  /** Throws on a request that does not follow the contract, on a served model from elsewhere, and on whatever AWS refuses: the run then fails. */
  public async find(event: unknown, log: Log): Promise<ServingVersionAnswer> {
    const request = understood(readRequest, event, log, 'request');
    const nothing = { modelDataUrl: request.candidate, modelPackageArn: NOTHING_SERVES };
    const answer = await this.serving(request) ?? await this.newestApproved(request, log) ?? nothing;
    log.info('found what a new model is compared with', { ...request, ...answer });
    return answer;
  }

  private async serving({ endpointName, artifacts }: ServingVersionRequest): Promise<ServingVersionAnswer | undefined> {
    const version = endpointName === undefined ? undefined : await this.versions.serving(endpointName);
    if (version && !isReadable(version, artifacts)) {
      throw new ForeignModelError(`endpoint '${endpointName}' serves ${version.modelPackageArn}, whose model ${version.modelDataUrl ?? '(none)'} is not below ${artifacts}`);
    }
    return version;
  }

  private async newestApproved({ modelPackageGroupName, artifacts }: ServingVersionRequest, log: Log): Promise<ServingVersionAnswer | undefined> {
    for await (const version of this.versions.approved(modelPackageGroupName)) {
      if (isReadable(version, artifacts)) {
        return version;
      }
      log.warn('passed over an approved version whose model is not from a declared place', { ...version, artifacts });
    }
    return undefined;
  }
}

/** A model that no job of the pipeline may read. */
class ForeignModelError extends Error {
  public override readonly name = 'ForeignModelError';
}

function isReadable(version: Version, artifacts: string): version is ServingVersionAnswer {
  return version.modelDataUrl !== undefined && isBelow(version.modelDataUrl, artifacts);
}
