/**
 * What each activity takes, by the kind of resource. Activities and who has them are those of SageMaker Role Manager; which action goes with which resource is
 * in SageMaker's service authorization reference.
 */
export interface Activity {
  /** Actions on everything of a kind whose name has the prefix; `pipeline/*` stands for what lies below a name. */
  readonly on: Readonly<Record<string, readonly string[]>>;
  /** Actions for which the service knows no resource. */
  readonly anywhere?: readonly string[];
}

/** See what jobs, models, pipelines and endpoints there are, and how they went. */
export const LOOK: Activity = {
  on: {
    'automl-job': ['DescribeAutoMLJob', 'DescribeAutoMLJobV2'],
    'endpoint': ['DescribeEndpoint'],
    'endpoint-config': ['DescribeEndpointConfig'],
    'experiment': ['DescribeExperiment'],
    'experiment-trial': ['DescribeTrial'],
    'experiment-trial-component': ['BatchGetMetrics', 'DescribeTrialComponent'],
    'hyper-parameter-tuning-job': ['DescribeHyperParameterTuningJob', 'ListTrainingJobsForHyperParameterTuningJob'],
    'model': ['DescribeModel'],
    'model-package-group': ['DescribeModelPackageGroup'],
    'model-package/*': ['DescribeModelPackage', 'ListModelPackages'],
    'monitoring-schedule': ['DescribeMonitoringSchedule'],
    'pipeline': ['DescribePipeline', 'ListPipelineExecutions'],
    'pipeline/*': ['DescribePipelineDefinitionForExecution', 'DescribePipelineExecution', 'ListPipelineExecutionSteps', 'ListPipelineParametersForExecution'],
    'processing-job': ['DescribeProcessingJob'],
    'training-job': ['BatchGetMetrics', 'DescribeTrainingJob'],
    'transform-job': ['DescribeTransformJob'],
  },
  anywhere: [
    'GetSearchSuggestions', 'ListAssociations', 'ListAutoMLJobs', 'ListCandidatesForAutoMLJob', 'ListEndpointConfigs', 'ListEndpoints', 'ListExperiments',
    'ListHyperParameterTuningJobs', 'ListModelPackageGroups', 'ListModels', 'ListMonitoringSchedules', 'ListPipelines', 'ListProcessingJobs', 'ListTrainingJobs',
    'ListTransformJobs', 'ListTrialComponents', 'ListTrials', 'QueryLineage', 'Search',
  ],
};

/** Run jobs, make models of them, and write down experiments. */
export const EXPERIMENT: Activity = {
  on: {
    'automl-job': ['CreateAutoMLJob', 'CreateAutoMLJobV2', 'StopAutoMLJob'],
    'experiment': ['CreateExperiment', 'CreateTrial', 'DeleteExperiment', 'UpdateExperiment'],
    'experiment-trial': ['AssociateTrialComponent', 'CreateTrial', 'DeleteTrial', 'DisassociateTrialComponent', 'UpdateTrial'],
    'experiment-trial-component': [
      'AssociateTrialComponent', 'BatchPutMetrics', 'CreateTrialComponent', 'DeleteTrialComponent', 'DisassociateTrialComponent', 'UpdateTrialComponent',
    ],
    'hyper-parameter-tuning-job': ['CreateHyperParameterTuningJob', 'StopHyperParameterTuningJob'],
    'model': ['CreateModel', 'DeleteModel'],
    'processing-job': ['CreateProcessingJob', 'DisassociateTrialComponent', 'StopProcessingJob'],
    'training-job': ['BatchPutMetrics', 'CreateTrainingJob', 'StopTrainingJob', 'UpdateTrainingJob'],
    'transform-job': ['CreateTransformJob', 'StopTransformJob'],
  },
};

/** Bring models into service: pipelines, versions and endpoints. */
export const OPERATE: Activity = {
  on: {
    'endpoint': [
      'CreateEndpoint', 'DeleteEndpoint', 'InvokeEndpoint', 'InvokeEndpointAsync', 'InvokeEndpointWithResponseStream', 'UpdateEndpoint',
      'UpdateEndpointWeightsAndCapacities',
    ],
    'endpoint-config': ['CreateEndpoint', 'CreateEndpointConfig', 'DeleteEndpointConfig', 'UpdateEndpoint'],
    'model-package-group': ['CreateModelPackageGroup', 'DeleteModelPackageGroup'],
    'model-package/*': ['CreateModelPackage', 'DeleteModelPackage', 'UpdateModelPackage'],
    'pipeline': ['CreatePipeline', 'DeletePipeline', 'StartPipelineExecution', 'UpdatePipeline'],
    'pipeline/*': [
      'RetryPipelineExecution', 'SendPipelineExecutionStepFailure', 'SendPipelineExecutionStepSuccess', 'StopPipelineExecution', 'UpdatePipelineExecution',
    ],
  },
};
