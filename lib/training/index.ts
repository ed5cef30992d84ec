export * from './hyperparameter-search';
export * from './hyperparameter-tuner';
export * from './trainer';
export * from './training-image';
