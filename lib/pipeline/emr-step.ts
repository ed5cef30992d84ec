import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../core/internal/allow';
import type { CachedStepOptions } from './cache';
import type { EmrCluster } from './emr-cluster';
import { Join } from './join';
import type { RetriedStepOptions } from './retry';
import { Step, type _StepSite } from './step';
import { StepProperty } from './step-value';
import type { PipelineValue } from './value';

/** Work on an EMR cluster. */
export interface EmrStepProps extends CachedStepOptions, RetriedStepOptions {
  /** Where it runs. */
  readonly cluster: EmrCluster;

  /** The program, an S3 URI or `command-runner.jar`, which runs commands such as `spark-submit`. */
  readonly jar: string;

  /**
   * Arguments of the program; values of the pipeline may be among them.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Class whose main method runs.
   *
   * @default - as the program's manifest says
   */
  readonly mainClass?: string;

  /**
   * Java properties to set.
   *
   * @default - none
   */
  readonly properties?: { [name: string]: string };

  /**
   * Role that the step runs as, on a cluster that exists and allows it.
   *
   * @default - as the cluster's machines
   */
  readonly executionRole?: iam.IRole;
}

/**
 * Runs a step on an EMR cluster, such as a Spark program.
 *
 * What it reads and writes is up to the role of the cluster's machines, or the execution role: nothing is derived for it. The pipeline's role may add and
 * follow steps, and make the rules by which pipelines hear of EMR.
 */
export class EmrStep extends Step {
  constructor(name: string, private readonly props: EmrStepProps) {
    super(name, props);
  }

  /** Id of the step on the cluster. */
  public get stepId(): PipelineValue {
    return StepProperty._ofStep(this, 'Id');
  }

  /** Id of the cluster; for one that exists it is known, and using it waits for nothing. */
  public get clusterId(): PipelineValue {
    const { _clusterId: known } = this.props.cluster;
    // The step has it as an output only where it makes the cluster.
    return known === undefined ? StepProperty._ofStep(this, 'ClusterId') : Join.of('', known);
  }

  /** @internal */
  protected _describe(site: _StepSite) {
    const { cluster, jar, mainClass, properties, executionRole } = this.props;
    if (executionRole) {
      allow(site.pipelineRole, {
        actions: ['iam:PassRole'], resourceArns: [executionRole.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'elasticmapreduce.amazonaws.com' } },
      });
    }
    return {
      Type: 'EMR',
      Arguments: {
        StepConfig: {
          HadoopJarStep: {
            Jar: jar,
            Args: this.props.arguments,
            MainClass: mainClass,
            Properties: properties && Object.entries(properties).map(([Key, Value]) => ({ Key, Value })),
          },
        },
        ...cluster._render(site),
        ExecutionRoleArn: executionRole?.roleArn,
      },
    };
  }
}
