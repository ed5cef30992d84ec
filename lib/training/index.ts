export * from './trainer';
export * from './training-image';
