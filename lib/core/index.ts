export * from './container-image';
export * from './conventions';
export * from './data-distribution';
export * from './handler-options';
export * from './notebook-options';
export * from './s3-place';
export * from './s3-source';
export * from './source-code';
