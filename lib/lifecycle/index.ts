export * from './ml-platform';
export * from './model-lifecycle';
