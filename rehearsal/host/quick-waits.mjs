// Loaded into the CDK CLI. It looks every five seconds whether CloudFormation is done, which takes minutes on AWS and less than a second here: most of a
// deployment would be that wait. Only this wait of the CLI is shorter, no time limit of a request.
const CLI_WAITS_MS = 5_000;
const LOOK_EVERY_MS = 150;

const original = globalThis.setTimeout;
const quick = (work, ms, ...args) => original(work, ms === CLI_WAITS_MS && /\bat (async )?waitFor /.test(new Error().stack) ? LOOK_EVERY_MS : ms, ...args);
globalThis.setTimeout = Object.defineProperties(quick, Object.getOwnPropertyDescriptors(original));
