export * from './feature';
export * from './feature-group';
export * from './feature-group-base';
export * from './feature-group-grants';
export * from './features';
export * from './offline-store';
export * from './online-store';
export * from './throughput';
