export * from './model-package-cleaner';
export * from './model-package-group';
export * from './model-package-group-grants';
