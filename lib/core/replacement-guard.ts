import { Annotations, type CfnResource, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { ConfigurationError, type Mistake } from './internal/errors';
import { changesOf } from './internal/shape-changes';
import { ShapeLock, type Shapes } from './internal/shape-lock';
import { type Shape, type Stateful, statefulAmong, statefulKind } from './internal/stateful-resources';

/** Where the deployed shapes are kept. */
export interface ReplacementGuardProps {
  /**
   * File that holds the shapes as they are deployed, to be committed; relative to the folder the app runs in.
   *
   * @default 'sagemaker.lock.json'
   */
  readonly lockFile?: string;
}

const RECORD = 'cdk-sagemaker-lifecycle:record';
const REPLACE = 'cdk-sagemaker-lifecycle:replace';

/**
 * Refuses, at synthesis, a change that would replace what people and models have put their work into.
 *
 * It looks after feature groups, Studio domains, user profiles, spaces, MLflow apps and servers, model package groups, hubs and notebook instances. It
 * compares each with the shape that a committed file says is deployed: the properties whose change replaces it, its logical id, and a group's features.
 * Values that only CloudFormation knows are compared as the template writes them. The file is written when you say so, and at no other time:
 *
 * - `cdk deploy -c cdk-sagemaker-lifecycle:record=all` records everything it deploys; instead of `all`, paths of constructs or stacks, with commas.
 * - `-c cdk-sagemaker-lifecycle:replace=<path>` lets one resource be replaced, or go.
 *
 * It makes no resources. Tags that CloudFormation hands on from the stack, and values behind parameters, are not in a template and so not seen.
 */
export class ReplacementGuard {
  /** Guards everything below an app, stage or stack. */
  public static apply(scope: IConstruct, props: ReplacementGuardProps = {}): void {
    const lock = new ShapeLock(scope, props.lockFile ?? 'sagemaker.lock.json');
    // Validation comes after references between stacks are settled.
    scope.node.addValidation({ validate: () => new ReplacementGuard(scope).compare(lock) });
  }

  private readonly mayGo: readonly string[];
  private readonly toRecord: readonly string[];
  private readonly refusals: string[] = [];

  private constructor(private readonly scope: IConstruct) {
    this.mayGo = pathsIn(scope, REPLACE);
    this.toRecord = pathsIn(scope, RECORD);
  }

  private compare(lock: ShapeLock): string[] {
    const constructs = this.scope.node.findAll();
    const stacks = new Set(constructs.filter((each) => Stack.isStack(each)).map(({ node }) => node.path));
    const found = statefulAmong(constructs);
    const deployed = lock.read();
    const fresh = found.filter(({ stack, logicalId }) => !deployed.get(stack)?.has(logicalId));
    found.forEach((each) => this.refuseChanges(deployed.get(each.stack)?.get(each.logicalId), each));
    for (const [stack, shapes] of deployed) {
      const there = new Set(found.filter((each) => each.stack === stack).map(({ logicalId }) => logicalId));
      shapes.forEach((shape, logicalId) => stacks.has(stack) && !there.has(logicalId) && this.lookFor(logicalId, shape, fresh));
    }
    fresh.forEach(({ shape, resource }) => this.remind(shape, resource));
    if (this.refusals.length === 0 && this.toRecord.length > 0) {
      lock.write(this.recorded(deployed, found, stacks));
    }
    return this.refusals;
  }

  private refuseChanges(before: Shape | undefined, { shape, resource }: Stateful): void {
    if (!before) {
      return;
    }
    const { mistakes, doubts } = changesOf(before, shape, { replace: argument(REPLACE, shape.path), record: argument(RECORD, shape.path) });
    this.refuse(shape.path, mistakes);
    if (!this.isToBeRecorded(shape)) {
      doubts.forEach((doubt) => Annotations.of(resource).addWarningV2('cdk-sagemaker-lifecycle:mayBeReplaced', doubt));
    }
  }

  /** A deployed resource that the app no longer has: it went on purpose, unless one of its kind has turned up elsewhere. */
  private lookFor(logicalId: string, shape: Shape, fresh: readonly Stateful[]): void {
    const { noun, holds } = statefulKind(shape.type) ?? { noun: 'resource', holds: 'contents' };
    const alike = fresh.filter((each) => each.shape.type === shape.type);
    const other = alike.find((each) => lastOf(each.shape.path) === lastOf(shape.path)) ?? alike.at(0);
    if (other) {
      this.refuse(shape.path, [{
        code: 'StatefulResourceMoved',
        property: logicalId,
        problem: `is deployed and no longer in the app, and '${other.shape.path}' (${other.logicalId}) is new: a ${noun} that moves or gets another id is replaced `
          + `with one that has none of its ${holds}`,
        fix: `Put it back where it was, or keep its id: (node.defaultChild as CfnResource).overrideLogicalId('${logicalId}'). `
          + `If it shall go: ${argument(REPLACE, shape.path)}`,
      }]);
    } else if (!this.isToBeRecorded(shape)) {
      Annotations.of(this.scope).addWarningV2(
        'cdk-sagemaker-lifecycle:statefulResourceGone',
        `${shape.path}: this ${noun} is deployed and no longer in the app. It goes with its ${holds}, unless the removal policy it was deployed with keeps it. `
        + `Once it is gone: ${argument(RECORD, shape.path)}`,
      );
    }
  }

  private remind(shape: Shape, resource: CfnResource): void {
    if (!this.isToBeRecorded(shape)) {
      Annotations.of(resource).addWarningV2(
        'cdk-sagemaker-lifecycle:shapeNotRecorded',
        `nobody would notice a change that replaces it. Once it is deployed, run with ${argument(RECORD, shape.path)} and commit the file.`,
      );
    }
  }

  private refuse(path: string, mistakes: readonly Mistake[]): void {
    if (mistakes.length > 0 && !isBelow(path, this.mayGo)) {
      this.refusals.push(new ConfigurationError(mistakes, path).message);
    }
  }

  private isToBeRecorded(shape: Shape): boolean {
    return isBelow(shape.path, this.toRecord);
  }

  /** What is to be recorded as it is found, all else as it was. */
  private recorded(deployed: Shapes, found: readonly Stateful[], stacks: ReadonlySet<string>): Shapes {
    const shapes = new Map<string, Map<string, Shape>>();
    const keep = (stack: string, logicalId: string, shape: Shape) => shapes.set(stack, (shapes.get(stack) ?? new Map<string, Shape>()).set(logicalId, shape));
    for (const [stack, each] of deployed) {
      [...each].filter(([, shape]) => !stacks.has(stack) || !this.isToBeRecorded(shape)).forEach(([logicalId, shape]) => keep(stack, logicalId, shape));
    }
    found.filter(({ shape }) => this.isToBeRecorded(shape)).forEach(({ stack, logicalId, shape }) => keep(stack, logicalId, shape));
    return shapes;
  }
}

/** Paths in a context value: a list, or a text with commas. */
function pathsIn(scope: IConstruct, key: string): string[] {
  const value = scope.node.tryGetContext(key) as unknown;
  return (Array.isArray(value) ? value : [value]).flatMap((each) => (typeof each === 'string' ? each.split(',') : [])).map((each) => each.trim()).filter((each) => each !== '');
}

function isBelow(path: string, scopes: readonly string[]): boolean {
  return scopes.some((scope) => scope === 'all' || path === scope || path.startsWith(`${scope}/`));
}

function argument(key: string, path: string): string {
  return `-c ${key}=${path}`;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
