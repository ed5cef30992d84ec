export * from './handlers';
export * from './model-packages';
export * from './notices';
export * from './pipeline-run';
export * from './sagemaker-events';
