export * from './drift-events';
export * from './drift-retraining';
export * from './retrainer';
