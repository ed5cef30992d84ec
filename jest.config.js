/** Types are checked by jsii and tsc; here the sources are only stripped, so that the suite starts fast. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[cm]?tsx?$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } }, module: { type: 'commonjs' } }] },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  testSequencer: '<rootDir>/test/setup/slow-first.js',
  setupFiles: ['<rootDir>/test/setup/environment.ts'],
  testTimeout: 60_000,
};
