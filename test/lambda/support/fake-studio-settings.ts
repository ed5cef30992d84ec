import { DescribeDomainCommand, DescribeUserProfileCommand, UpdateDomainCommand, UpdateUserProfileCommand } from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

interface Kept {
  settings: Record<string, any>;
  status: string;
  reason?: string;
  /** Looks until a change is done. */
  looks: number;
}

/** How the service may take a setting that comes without some of its members; which of them is so is not documented. */
export type Taking = 'as a whole' | 'member by member';

/** Studio domains and people in them as far as their settings go: a change takes a while, and meanwhile another one is refused. */
export class FakeStudioSettings extends FakeSageMaker {
  public looksUntilDone = 1;
  public taking: Taking = 'as a whole';
  /** How the next change ends. */
  public ending = 'InService';
  private readonly kept = new Map<string, Kept>();

  constructor() {
    super();
    this.on('DescribeDomain', DescribeDomainCommand, ({ DomainId }) => this.look(DomainId));
    this.on('DescribeUserProfile', DescribeUserProfileCommand, ({ DomainId, UserProfileName }) => this.look(`${DomainId}/${UserProfileName}`));
    this.on('UpdateDomain', UpdateDomainCommand, ({ DomainId, DomainSettingsForUpdate, ...sections }) =>
      this.change(DomainId, { ...sections, ...(DomainSettingsForUpdate && { DomainSettings: DomainSettingsForUpdate }) }));
    this.on('UpdateUserProfile', UpdateUserProfileCommand, ({ DomainId, UserProfileName, ...sections }) => this.change(`${DomainId}/${UserProfileName}`, sections));
  }

  public keep(key: string, settings: Record<string, any> = {}, status = 'InService'): void {
    this.kept.set(key, { settings, status, looks: status === 'InService' ? 0 : Infinity });
  }

  public of(key: string): any {
    return this.require(key).settings;
  }

  public become(key: string, status: string, looks = Infinity): void {
    Object.assign(this.require(key), { status, looks });
  }

  public forget(key: string): void {
    this.kept.delete(key);
  }

  private look(key: string) {
    const kept = this.require(key);
    const { status, reason, settings } = kept;
    if (kept.looks > 0 && --kept.looks === 0) {
      kept.status = this.ending;
    }
    return { Status: status, FailureReason: reason, ...settings };
  }

  private change(key: string, sections: Record<string, any>) {
    const kept = this.require(key);
    if (!['InService', 'Update_Failed'].includes(kept.status)) {
      throw awsError('ResourceInUse', `${key} is ${kept.status}.`);
    }
    kept.status = 'Updating';
    kept.looks = this.looksUntilDone;
    if (this.ending === 'Update_Failed') {
      kept.reason = 'a role cannot be assumed';
      return {};
    }
    const settings = { ...kept.settings };
    for (const [section, blocks] of Object.entries(sections)) {
      settings[section] = { ...settings[section] };
      for (const [name, block] of Object.entries<any>(blocks)) {
        settings[section][name] = this.taking === 'as a whole' ? block : { ...settings[section][name], ...block };
      }
    }
    kept.settings = settings;
    return {};
  }

  private require(key: string): Kept {
    const kept = this.kept.get(key);
    if (!kept) {
      throw awsError('ResourceNotFound', `There is no ${key}.`);
    }
    return kept;
  }
}
