import { DeleteModelPackageCommand, ListModelPackagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from './invocation';

/** Raised where a test lets the function die; not an error of AWS, so nothing tries again. */
export class Killed extends Error {}

/** SageMaker's registry as far as deletion goes: versions are listed newest first, and one that was asked to go stays for a while. */
export class FakeRegistry {
  public readonly mock = mockClient(SageMakerClient);
  public readonly client = new SageMakerClient({});
  /** ARNs of the versions of each group, newest first. */
  public readonly groups = new Map<string, string[]>();
  /** Looks at the list until a deleted version is gone from it. */
  public looksUntilGone = 0;
  /** Most versions on a page of the list. */
  public pageSize = 100;
  /** Called around every request with its number from 1; throws to let it fail. */
  public fault: (operation: string, moment: 'before' | 'after', call: number) => void = () => undefined;
  private readonly going = new Map<string, number>();
  private calls = 0;

  constructor() {
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

  /** Starts counting requests anew, as for a new invocation. */
  public restart(): void {
    this.calls = 0;
  }

  public requests(operation: string): any[] {
    return this.mock.calls().filter((call) => call.args[0].constructor.name === `${operation}Command`).map((call) => call.args[0].input);
  }

  private on(operation: string, command: any, answer: (input: any) => unknown): void {
    this.mock.on(command).callsFake((input: any) => {
      const call = ++this.calls;
      this.fault(operation, 'before', call);
      const output = answer(input);
      this.fault(operation, 'after', call);
      return output;
    });
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
