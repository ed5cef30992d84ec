export * from './handlers';
export * from './notices';
export * from './pipeline-run';
export * from './sagemaker-events';
