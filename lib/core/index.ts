export * from './container-image';
export * from './conventions';
export * from './s3-source';
export * from './source-code';
