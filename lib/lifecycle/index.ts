export * from './ml-platform';
export * from './ml-platform-grants';
export * from './model-lifecycle';
