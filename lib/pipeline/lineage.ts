import { invalid, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { NameRule } from '../core/internal/names';
import type { PipelineValue } from './value';

/** What is known of an action, artifact or context. */
export interface LineageEntityOptions {
  /** What kind it is in your words, for example `Approval`, `Model` or `Endpoint`; at most 256 characters. */
  readonly type: string;

  /** Where it is: an S3 URI, an ARN, a link; at most 2,048 characters. */
  readonly source: string;

  /**
   * Anything else that is known of it, by name; at most 30.
   *
   * @default - nothing
   */
  readonly properties?: { [name: string]: string };

  /**
   * Members of the request to add or replace whole.
   *
   * @default - none
   */
  readonly overrides?: { [member: string]: unknown };
}

const PROPERTIES = Limit.between('LineageProperties', 0, 30);
const TYPE = Limit.between('LineageType', 0, 256);
const SOURCE = Limit.between('LineageSource', 1, 2048);

const NAMES = {
  Action: NameRule.of('Action.ActionName'), Artifact: NameRule.of('Artifact.ArtifactName'), Context: NameRule.of('Context.ContextName'),
};

/** Something that a lineage records. Its name may have letters, digits and hyphens, at most 120; that of a context underscores too. */
export class LineageEntity {
  /** Something that was done: a training, an approval. */
  public static action(name: string, options: LineageEntityOptions): LineageEntity {
    return new LineageEntity('Action', name, options);
  }

  /** Something that was made or used: data, a model. */
  public static artifact(name: string, options: LineageEntityOptions): LineageEntity {
    return new LineageEntity('Artifact', name, options);
  }

  /** Something that others belong to: a project, an endpoint. */
  public static context(name: string, options: LineageEntityOptions): LineageEntity {
    return new LineageEntity('Context', name, options);
  }

  /** Name of the entity. */
  public readonly name: string;
  /** @internal */
  public readonly _kind: 'Action' | 'Artifact' | 'Context';
  private readonly options: LineageEntityOptions;

  private constructor(kind: 'Action' | 'Artifact' | 'Context', name: string, options: LineageEntityOptions) {
    this._kind = kind;
    this.name = name;
    this.options = options;
    new Mistakes()
      .add(NAMES[kind].mistakeIn('name', name))
      .add(TYPE.mistakeInText(`'${name}' type`, options.type))
      .add(SOURCE.mistakeInText(`'${name}' source`, options.source))
      .add(PROPERTIES.mistakeInCount(`'${name}' properties`, options.properties))
      .throwIfAny();
  }

  /** @internal */
  public _request(): { [member: string]: unknown } {
    const { type, source, properties, overrides } = this.options;
    return { [`${this._kind}Name`]: this.name, Source: { SourceUri: source }, [`${this._kind}Type`]: type, Properties: properties, ...overrides };
  }
}

/** One end of an association. */
export class LineageReference {
  /** An entity of the same step. */
  public static toEntity(entity: LineageEntity): LineageReference {
    return new LineageReference({ Name: entity.name, Type: entity._kind }, entity);
  }

  /** An entity that exists, by its ARN. */
  public static fromArn(arn: string): LineageReference {
    return new LineageReference({ Arn: arn });
  }

  /** An entity that exists, by a value that holds its ARN. Those of other lineage steps are refused by the service. */
  public static fromValue(arn: PipelineValue): LineageReference {
    if (/^Steps\..+\.(Action|Artifact|Context)Arns\[/.test((arn._render() as { Get?: string }).Get ?? '')) {
      throw invalid(undefined, {
        code: 'LineageReferenceStep', property: 'LineageReference.fromValue', problem: 'the service does not take what another lineage step recorded', value: arn._describe(),
        fix: 'Record both entities in one step.',
      });
    }
    return new LineageReference({ Arn: arn });
  }

  private constructor(
    private readonly json: { [member: string]: unknown },
    /** @internal */
    public readonly _entity?: LineageEntity,
  ) {}

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return this.json;
  }
}

/** How two entities belong together. */
export enum LineageAssociationType {
  /** The one was of use to the other. */
  CONTRIBUTED_TO = 'ContributedTo',
  /** They have to do with each other. */
  ASSOCIATED_WITH = 'AssociatedWith',
  /** The destination was made of the source. */
  DERIVED_FROM = 'DerivedFrom',
  /** The source made the destination. */
  PRODUCED = 'Produced',
  /** They are the same. */
  SAME_AS = 'SameAs',
}

/** Two entities that belong together. */
export class LineageAssociation {
  /** From a source to a destination. */
  public static between(source: LineageReference, destination: LineageReference, type: LineageAssociationType): LineageAssociation {
    return new LineageAssociation(source, destination, type);
  }

  private constructor(
    private readonly source: LineageReference,
    private readonly destination: LineageReference,
    private readonly type: LineageAssociationType,
  ) {}

  /** @internal */
  public get _entities(): LineageEntity[] {
    return [this.source._entity, this.destination._entity].filter((entity) => entity !== undefined);
  }

  /** @internal */
  public _render(): { [member: string]: unknown } {
    return { Source: this.source._render(), Destination: this.destination._render(), AssociationType: this.type };
  }
}
