import { DeleteModelPackageCommand, ListModelPackagesCommand } from '@aws-sdk/client-sagemaker';
import { FakeSageMaker } from './fake-sagemaker';
import { awsError } from './invocation';

/** SageMaker's registry as far as deletion goes: versions are listed newest first, and one that was asked to go stays for a while. */
export class FakeRegistry extends FakeSageMaker {
  /** ARNs of the versions of each group, newest first. */
  public readonly groups = new Map<string, string[]>();
  /** Looks at the list until a deleted version is gone from it. */
  public looksUntilGone = 0;
  private readonly going = new Map<string, number>();

  constructor() {
    super();
    this.on('ListModelPackages', ListModelPackagesCommand, (input) => this.list(input));
    this.on('DeleteModelPackage', DeleteModelPackageCommand, (input) => this.remove(input.ModelPackageName));
  }

  public group(name: string, versions: number): string[] {
    const arns = Array.from({ length: versions }, (_, n) => arnOf(name, versions - n));
    this.groups.set(name, arns);
    return arns;
  }

  /** Adds the next version, as a pipeline does that ends meanwhile. */
  public register(name: string): string {
    const versions = this.groups.get(name)!;
    const arn = arnOf(name, 1 + Math.max(0, ...versions.map((each) => Number(each.split('/').at(-1)))));
    versions.unshift(arn);
    return arn;
  }

  private list(input: any) {
    const versions = this.groups.get(input.ModelPackageGroupName);
    if (!versions) {
      throw awsError('ValidationException', `ModelPackageGroup '${input.ModelPackageGroupName}' does not exist.`);
    }
    const from = input.NextToken === undefined ? 0 : versions.findIndex((arn) => arn === input.NextToken) + 1;
    const page = versions.slice(from, from + Math.min(this.pageSize, input.MaxResults));
    const isLast = from + page.length >= versions.length;
    page.forEach((arn) => this.look(arn));
    return { ModelPackageSummaryList: page.map((ModelPackageArn) => ({ ModelPackageArn })), NextToken: isLast ? undefined : page.at(-1) };
  }

  private remove(arn: string) {
    if (![...this.groups.values()].flat().includes(arn)) {
      throw awsError('ValidationException', `ModelPackage ${arn} does not exist.`);
    }
    if (this.going.has(arn)) {
      throw awsError('ConflictException', 'The model package is being deleted.');
    }
    this.going.set(arn, this.looksUntilGone);
    this.drop();
    return {};
  }

  private look(arn: string): void {
    const looks = this.going.get(arn);
    if (looks !== undefined) {
      this.going.set(arn, looks - 1);
      // The answer under way still shows it.
      queueMicrotask(() => this.drop());
    }
  }

  private drop(): void {
    for (const [name, versions] of this.groups) {
      this.groups.set(name, versions.filter((arn) => !((this.going.get(arn) ?? 1) <= 0)));
    }
  }
}

function arnOf(group: string, version: number): string {
  return `arn:aws:sagemaker:us-east-1:123456789012:model-package/${group}/${version}`;
}
