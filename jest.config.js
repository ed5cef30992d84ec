/** Types are checked by jsii and tsc; here the sources are only stripped, so that the suite starts fast. */
module.exports = {
  testEnvironment: '<rootDir>/test/setup/short-traces.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // hyparquet is an ES module, which Jest loads only when it is made another.
  transformIgnorePatterns: ['/node_modules/(?!hyparquet/|hyparquet-writer/)'],
  transform: { '^.+\\.[cm]?tsx?$|/node_modules/hyparquet.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } }, module: { type: 'commonjs' } }] },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  testSequencer: '<rootDir>/test/setup/slow-first.js',
  setupFiles: ['<rootDir>/test/setup/environment.ts'],
  testTimeout: 60_000,
};
