import { allow } from '../core/internal/allow';
import { arnOf } from '../core/internal/arns';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import type { LineageAssociation, LineageEntity } from './lineage';
import { Step, type StepOptions, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** What a run leaves on record. */
export interface LineageStepProps extends StepOptions {
  /**
   * Actions, artifacts and contexts to record; each kind and name once.
   *
   * @default - none
   */
  readonly entities?: LineageEntity[];

  /**
   * How they, and entities that exist, belong together.
   *
   * @default - none
   */
  readonly associations?: LineageAssociation[];
}

const SOMETHING = Limit.between('LineageEntries', 1);

/**
 * Records what came from what: data, models, decisions, in SageMaker's lineage.
 *
 * The records stay when the run and the stack are over, and cost nothing. The pipeline's role may record such entities, whose ids the service chooses. Fails
 * for an association with an entity that the step does not record.
 */
export class LineageStep extends Step {
  private readonly entities: readonly LineageEntity[];
  private readonly associations: readonly LineageAssociation[];

  constructor(name: string, { entities = [], associations = [], ...options }: LineageStepProps) {
    super(name, options);
    this.entities = entities;
    this.associations = associations;
    const property = `step '${name}'`;
    const mistakes = new Mistakes().add(SOMETHING.mistakeInCount(property, [...entities, ...associations]));
    const known = entities.map((entity) => `${entity._kind} ${entity.name}`);
    mistakes.when(new Set(known).size < known.length, {
      code: 'LineageNameRepeated', property, problem: 'two entities of one kind have the same name', value: known.join(', '), fix: 'Record each once.',
    });
    for (const entity of associations.flatMap((each) => each._entities)) {
      mistakes.when(!entities.includes(entity), {
        code: 'LineageEntityUnknown', property, problem: 'an association names an entity that the step does not record', value: entity.name,
        fix: "Add it to 'entities', or name it by its ARN with LineageReference.fromArn(...).",
      });
    }
    mistakes.throwIfAny();
  }

  /** ARN of an entity, once it is recorded. Fails for one that the step does not record. */
  public arnOf(entity: LineageEntity): PipelineValue {
    new Mistakes().when(!this.entities.includes(entity), {
      code: 'LineageEntityUnknown', property: `step '${this.stepName}'`, problem: 'does not record this entity', value: entity.name, fix: "Add it to 'entities'.",
    }).throwIfAny();
    return StepProperty._ofStep(this, `${entity._kind}Arns['${entity.name}']`);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const used = [...new Set(this.entities.map(({ _kind }) => _kind))].sort();
    const recorded = (kind: string) => this.entities.filter(({ _kind }) => _kind === kind).map((entity) => entity._request());
    const arn = (kind: string) => arnOf(site.pipeline, { service: 'sagemaker', resource: kind.toLowerCase(), resourceName: '*' });
    const why = 'Entities of the lineage get their ids when they are recorded.';
    used.forEach((kind) => allow(site.pipelineRole, {
      actions: [`sagemaker:Create${kind}`, `sagemaker:Describe${kind}`, 'sagemaker:AddTags'], resourceArns: [arn(kind)],
    }, why));
    if (this.associations.length > 0) {
      allow(site.pipelineRole, {
        actions: ['sagemaker:AddAssociation'],
        resourceArns: [...['Action', 'Artifact', 'Context'].map(arn), ...['experiment', 'experiment-trial-component'].map(arn)],
      }, why);
    }
    return {
      Type: 'Lineage',
      Arguments: {
        ...Object.fromEntries(used.map((kind) => [`${kind}s`, recorded(kind)])),
        ...(this.associations.length > 0 && { Associations: this.associations.map((each) => each._render()) }),
      },
    };
  }
}
