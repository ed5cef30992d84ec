import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { Conventions } from '../core';
import { Mistakes, invalid, isKnown } from '../core/internal/errors';
import type { IDomain } from './domain-base';
import { EXPERIMENT, LOOK, OPERATE, type Activity } from './private/persona-permissions';
import { personaPolicy } from './private/persona-policy';

/** What somebody who works with SageMaker may work with. */
export interface PersonaOptions {
  /**
   * What the names of their jobs, models, pipelines and endpoints start with: lower-case letters, digits and single hyphens. Things with other names are
   * out of reach.
   *
   * @default - the prefix of the surrounding `Conventions`, as `MlPlatform` applies one; without any it is asked for
   */
  readonly namePrefix?: string;

  /** Roles that their jobs, models and pipelines may run with; they can hand over no other. What these roles may do, such a person can have done. */
  readonly jobRoles: iam.IRole[];
}

/** What somebody may see who only looks. */
export interface ViewerOptions {
  /**
   * What the names of the jobs, models, pipelines and endpoints start with whose details they see.
   *
   * @default - the prefix of the surrounding `Conventions`; without any, everything in the account and region
   */
  readonly namePrefix?: string;
}

/** A name of the part of SageMaker Role Manager's activities that a policy holds. */
type PartName = 'Look' | 'Experiment' | 'Operate';
const ACTIVITIES: Readonly<Record<PartName, Activity>> = { Look: LOOK, Experiment: EXPERIMENT, Operate: OPERATE };
const PREFIX = /^[a-z0-9](-?[a-z0-9])*-?$/;

/**
 * What a kind of person does in Studio, and so may do. The kinds and their activities are those of SageMaker Role Manager, narrowed to names and roles.
 *
 * Data is not among it: grant buckets, feature groups and tables to the profile or the domain. What has no resource in IAM, such as listing, is open: names of
 * things can be seen, their details only with the right prefix.
 */
export class Persona {
  /** Runs processing, training, tuning, AutoML and transform jobs, makes models and writes down experiments; sees pipelines, versions and endpoints. */
  public static dataScientist(options: PersonaOptions): Persona {
    return new Persona(['Look', 'Experiment'], options.namePrefix, options.jobRoles);
  }

  /** Does what a data scientist does, and makes and runs pipelines, registers and approves versions, and makes, changes and asks endpoints. */
  public static mlEngineer(options: PersonaOptions): Persona {
    return new Persona(['Look', 'Experiment', 'Operate'], options.namePrefix, options.jobRoles);
  }

  /** Looks at jobs, experiments, models, pipelines and endpoints, and changes nothing. */
  public static viewer(options: ViewerOptions = {}): Persona {
    return new Persona(['Look'], options.namePrefix, []);
  }

  private readonly works: boolean;

  private constructor(
    private readonly parts: readonly PartName[], private readonly namePrefix: string | undefined, private readonly jobRoles: readonly iam.IRole[],
  ) {
    this.works = parts.length > 1;
  }

  /**
   * Lets a role do what the persona does.
   *
   * @internal
   */
  public _allow(scope: IConstruct, role: iam.IRole, domain: IDomain): void {
    const prefix = this.prefixFor(scope);
    for (const name of this.parts) {
      const jobRoles = name === 'Experiment' ? this.jobRoles : [];
      role.addManagedPolicy(personaPolicy(scope, domain, { name, activity: ACTIVITIES[name], prefix, jobRoles }));
    }
  }

  private prefixFor(scope: IConstruct): string {
    const prefix = this.namePrefix ?? Conventions.of(scope).namePrefix;
    new Mistakes(scope)
      .when(this.works && prefix === '', {
        code: 'PersonaNamesMissing', property: 'namePrefix', problem: 'would let such a person stop and delete what others run in the account',
        fix: "Say what the names of their things start with, such as 'ml-', or apply Conventions with a 'namePrefix'.",
      })
      .when(this.works && this.jobRoles.length === 0, {
        code: 'PersonaJobRolesMissing', property: 'jobRoles', problem: 'no job runs without a role', fix: 'Give the roles that jobs may run with.',
      })
      .throwIfAny();
    if (isKnown(prefix) && prefix !== '' && (!PREFIX.test(prefix) || prefix.length > 24)) {
      throw invalid(scope, {
        code: 'PersonaNamePrefix', property: 'namePrefix', problem: `must match ${PREFIX.source} and have at most 24 characters`, value: prefix,
        fix: "Use lower-case letters, digits and single hyphens, such as 'ml-'.",
      });
    }
    return prefix;
  }
}
