import { isKnown, type Mistake } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** How MPI starts a script. */
export interface MpiOptions {
  /**
   * Processes on each instance; at least 1.
   *
   * @default - one
   */
  readonly processesPerHost?: number;

  /**
   * Options of `mpirun`, as on its command line.
   *
   * @default - none
   */
  readonly customMpiOptions?: string;
}

/** How SageMaker's data parallel library is started. */
export interface DataParallelOptions {
  /**
   * Options of `mpirun`, as on its command line.
   *
   * @default - none
   */
  readonly customMpiOptions?: string;
}

const PROCESSES = Limit.between('ProcessesPerHost', 1);

/** Instances that SageMaker's data parallel library runs on. */
const DATA_PARALLEL_INSTANCES = ['ml.p3.16xlarge', 'ml.p3dn.24xlarge', 'ml.p4d.24xlarge', 'ml.p4de.24xlarge'];

/** What a trainer says of itself to its distribution. */
interface Trained {
  readonly family: string | undefined;
  readonly instanceType: string;
}

/** How a script is started on several processors and instances; AWS's training toolkit in the image does it. */
export class Distribution {
  /** One process for each processor, by `torchrun`; for PyTorch from 1.13 and for Trainium. */
  public static torchrun(): Distribution {
    return new Distribution(({ instanceType }) => ({ sagemaker_torch_distributed_enabled: 'true', sagemaker_instance_type: instanceType }), {
      families: ['pytorch', 'huggingface', 'pytorch-neuron', 'huggingface-neuronx'],
      name: 'torchrun',
    });
  }

  /** Processes that talk by MPI, for Horovod and the like. */
  public static mpi(options: MpiOptions = {}): Distribution {
    return new Distribution(() => ({
      sagemaker_mpi_enabled: 'true',
      ...(options.processesPerHost === undefined ? {} : { sagemaker_mpi_num_of_processes_per_host: `${options.processesPerHost}` }),
      sagemaker_mpi_custom_mpi_options: JSON.stringify(options.customMpiOptions ?? ''),
    }), { name: 'MPI', mistakes: [PROCESSES.mistakeIn('processesPerHost', options.processesPerHost)] });
  }

  /** SageMaker's data parallel library, on the instances with the fastest networks: ml.p3.16xlarge, ml.p3dn.24xlarge, ml.p4d and ml.p4de.24xlarge. */
  public static dataParallel(options: DataParallelOptions = {}): Distribution {
    return new Distribution(({ instanceType }) => ({
      sagemaker_distributed_dataparallel_enabled: 'true',
      sagemaker_instance_type: instanceType,
      sagemaker_distributed_dataparallel_custom_mpi_options: JSON.stringify(options.customMpiOptions ?? ''),
    }), { families: ['pytorch', 'tensorflow', 'huggingface'], instances: DATA_PARALLEL_INSTANCES, name: 'data parallel' });
  }

  /** One process on each instance, and one that keeps the parameters; for TensorFlow and MXNet. */
  public static parameterServer(): Distribution {
    return new Distribution(() => ({ sagemaker_parameter_server_enabled: 'true' }), { families: ['tensorflow', 'mxnet'], name: 'a parameter server' });
  }

  private constructor(
    private readonly render: (trained: Trained) => Record<string, string>,
    private readonly needs: {
      readonly name: string;
      readonly families?: readonly string[];
      readonly instances?: readonly string[];
      readonly mistakes?: readonly (Mistake | undefined)[];
    },
  ) {}

  /**
   * The hyperparameters by which the toolkit is told.
   *
   * @internal
   */
  public _hyperparameters(trained: Trained): { [name: string]: string } {
    return this.render(trained);
  }

  /**
   * What does not go together; of an image of one's own, nothing is known.
   *
   * @internal
   */
  public _mistakes({ family, instanceType }: Trained): (Mistake | undefined)[] {
    const { name, families, instances, mistakes = [] } = this.needs;
    return [
      ...mistakes,
      family === undefined || !families || families.includes(family) ? undefined : {
        code: 'DistributionFramework', property: 'distribution', problem: `${name} is not for this framework`, value: family, fix: `Use it with one of ${families.join(', ')}.`,
      },
      !isKnown(instanceType) || !instances || instances.includes(instanceType) ? undefined : {
        code: 'DistributionInstance', property: 'instanceType', problem: `${name} does not run on it`, value: instanceType, fix: `Use one of ${instances.join(', ')}.`,
      },
    ];
  }
}
