export * from './monitored-endpoint';
export * from './serving';
