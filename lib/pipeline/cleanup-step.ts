import type { S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { partsOf } from './private/render';
import type { IStepDependency } from './step-dependency';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';

/** What a {@link CleanupStep} deletes of a step. */
export class S3CleanupSource {
  /** The model that a training step made; the service finds it. */
  public static ofTraining(step: Step): S3CleanupSource {
    return new S3CleanupSource(step);
  }

  /**
   * Single objects that a processing or transform step wrote, at least one, for example `prepare.outputFile('rows', 'part-0.csv')`.
   *
   * Fails for what is in no output of the step.
   */
  public static ofObjects(step: Step, ...objects: S3Source[]): S3CleanupSource {
    new Mistakes().add(OBJECTS.mistakeInCount(`S3CleanupSource.ofObjects of step '${step.stepName}'`, objects)).throwIfAny();
    return new S3CleanupSource(step, objects);
  }

  private constructor(
    /** @internal */
    public readonly _step: Step,
    private readonly objects?: readonly S3Source[],
  ) {}

  /** @internal */
  public _render(site: _StepSite): { readonly [member: string]: unknown } {
    return { StepName: this._step.stepName, S3Uris: this.objects?.map((object) => this.uriOf(object, site)) };
  }

  private uriOf(object: S3Source, site: _StepSite): string {
    const { uri } = object.bind(site.pipeline, site.pipelineRole);
    const isOfStep = partsOf(uri)?.some((part) => typeof part !== 'string' && part.value instanceof StepProperty && part.value._stepName === this._step.stepName);
    new Mistakes(site.pipeline).when(!isOfStep, {
      code: 'CleanupObjectElsewhere', property: `step '${this._step.stepName}'`, problem: 'only objects in its outputs can be deleted', value: uri,
      fix: 'Name it by the output, for example with outputFile(...).',
    }).throwIfAny();
    return uri;
  }
}

const OBJECTS = Limit.between('CleanupObjects', 1);
const SOURCES = Limit.between('CleanupSources', 1, 100);

/** What to delete when it is of no more use. */
export interface CleanupStepProps extends StepOptions {
  /** What is deleted, 1 to 100; the step waits for the success of each of these steps, unless `dependsOn` says for which other end. */
  readonly sources: S3CleanupSource[];
}

/**
 * Deletes what earlier steps of the run wrote to S3.
 *
 * The pipeline's role may delete what these steps wrote, in any run. What a bucket with versions holds stays as an older version until it expires. A later run
 * that takes over a cached result of such a step finds nothing there. The service cannot clean up behind jobs in a VPC. It costs nothing itself. Sources: the
 * SageMaker Python SDK, 3.27, and the API's `CleanupStepMetadata`.
 */
export class CleanupStep extends Step {
  constructor(name: string, private readonly props: CleanupStepProps) {
    super(name, { ...props, dependsOn: waitedFor(props) });
    const repeated = props.sources.map(({ _step: { stepName } }) => stepName).find((each, index, all) => all.indexOf(each) < index);
    new Mistakes()
      .add(SOURCES.mistakeInCount(`step '${name}' sources`, props.sources))
      .when(repeated !== undefined, {
        code: 'CleanupSourceRepeated', property: `step '${name}'`, problem: "'sources' names a step twice", value: repeated, fix: 'Give all of its objects to one source.',
      })
      .throwIfAny();
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    this.props.sources.forEach(({ _step: { stepName } }) => site.deleteResults(site.pipelineRole, stepName));
    return { Type: 'Cleanup', Arguments: { Resources: { S3: this.props.sources.map((source) => source._render(site)) } } };
  }
}

/** A step's outputs are there when it has run. */
function waitedFor({ sources, dependsOn = [] }: CleanupStepProps): IStepDependency[] {
  const named = new Set(dependsOn.map(({ stepName }) => stepName));
  return [...dependsOn, ...sources.map(({ _step }) => _step).filter(({ stepName }) => !named.has(stepName))];
}
