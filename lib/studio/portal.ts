/** What Studio's navigation offers. */
export enum StudioTool {
  /** Data Wrangler. */
  DATA_WRANGLER = 'DataWrangler',
  /** Feature groups. */
  FEATURE_STORE = 'FeatureStore',
  /** Clusters of Amazon EMR, and applications of EMR Serverless. */
  EMR_CLUSTERS = 'EmrClusters',
  /** AutoML jobs. */
  AUTO_ML = 'AutoMl',
  /** Experiments, and MLflow. */
  EXPERIMENTS = 'Experiments',
  /** Training jobs. */
  TRAINING = 'Training',
  /** Evaluation of models. */
  MODEL_EVALUATION = 'ModelEvaluation',
  /** Pipelines. */
  PIPELINES = 'Pipelines',
  /** Registered models. */
  MODELS = 'Models',
  /** Models of JumpStart, and of private hubs. */
  JUMPSTART = 'JumpStart',
  /** Recommendations of instances. */
  INFERENCE_RECOMMENDER = 'InferenceRecommender',
  /** Endpoints. */
  ENDPOINTS = 'Endpoints',
  /** Projects, from templates of Service Catalog. */
  PROJECTS = 'Projects',
  /** Optimised copies of models. */
  INFERENCE_OPTIMIZATION = 'InferenceOptimization',
  /** Load tests. */
  PERFORMANCE_EVALUATION = 'PerformanceEvaluation',
  /** HyperPod clusters. */
  HYPERPOD_CLUSTERS = 'HyperPodClusters',
  /** The partner app Lakera Guard. */
  LAKERA_GUARD = 'LakeraGuard',
  /** The partner app Comet. */
  COMET = 'Comet',
  /** The partner app Deepchecks. */
  DEEPCHECKS = 'DeepchecksLLMEvaluation',
  /** The partner app Fiddler. */
  FIDDLER = 'Fiddler',
}

/** The apps that Studio's navigation offers. */
export enum StudioApp {
  /** SageMaker Canvas. */
  CANVAS = 'Canvas',
  /** Code Editor. */
  CODE_EDITOR = 'CodeEditor',
  /** JupyterLab. */
  JUPYTER_LAB = 'JupyterLab',
  /** Studio Classic. */
  CLASSIC = 'JupyterServer',
  /** RStudio. */
  R_STUDIO = 'RStudioServerPro',
  /** TensorBoard. */
  TENSOR_BOARD = 'TensorBoard',
}

/** What people do not see in Studio. It is hidden, not forbidden: what their role allows, they can still call. */
export interface StudioPortalOptions {
  /**
   * Tools left out of the navigation.
   *
   * @default - none
   */
  readonly hiddenTools?: StudioTool[];

  /**
   * Apps left out of the navigation.
   *
   * @default - none
   */
  readonly hiddenApps?: StudioApp[];

  /**
   * Instance types that are not offered, for example those with many GPUs.
   *
   * @default - none
   */
  readonly hiddenInstanceTypes?: string[];

  /**
   * Versions of SageMaker Distribution that are not offered, such as `1.9`; at most 20.
   *
   * @default - none
   */
  readonly hiddenDistributions?: string[];
}
