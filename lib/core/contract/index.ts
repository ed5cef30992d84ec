export * from './endpoints';
export * from './handlers';
export * from './model-packages';
export * from './monitoring';
export * from './notices';
export * from './pipeline-run';
export * from './retraining';
export * from './sagemaker-events';
