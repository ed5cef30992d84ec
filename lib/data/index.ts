export * from './dataset';
export * from './processing-input';
export * from './processor';
