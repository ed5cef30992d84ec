/**
 * The environment of every test file: Node's, but that only errors have traces that cost something.
 *
 * aws-cdk-lib notes where every construct and token is made, in objects that are no errors and that no test reads. jest would look up each of
 * their hundred frames in source maps; these stay as V8 gives them, and short. The traces of errors are jest's, but the lines that aws-cdk-lib itself
 * writes into a refusal of its own are those of the stripped file.
 */
const { TestEnvironment } = require('jest-environment-node');

const FRAMES = 10;

// A worker has a gigabyte or two of memory in the end. Giving that back piece by piece, as Node does, takes longer than the half second in which jest expects
// it to be gone: it would end it by force, and blame the tests for it. An exit that is asked for ends at once.
if (process.send) {
  process.once('exit', (code) => process.exit(code));
}

module.exports = class ShortTraces extends TestEnvironment {
  async setup() {
    await super.setup();
    const { Error: ErrorHere, Object: ObjectHere } = this.global;
    // What jest has set outside, where this runs, holds for the errors of tests as long as they set nothing themselves.
    const mapped = Error.prepareStackTrace;
    ErrorHere.prepareStackTrace = (error, frames) => (Object.getPrototypeOf(error) === ObjectHere.prototype
      ? ['Error', ...frames.slice(0, FRAMES)].join('\n    at ')
      : mapped(error, frames));
  }
};
