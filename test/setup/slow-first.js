/**
 * Starts the files that take longest first, so that no worker is left with one of them at the end.
 *
 * jest knows how long files took only where it ran before; on a fresh clone it goes by their size, and these are short.
 */
const Sequencer = require('@jest/test-sequencer').default;

const SLOW = [
  'quality/strict', 'rehearsal/host/deployment', 'rehearsal/host/new-data', 'rehearsal/sagemaker/endpoints', 'rehearsal/containers/model-host', 'rehearsal/pipelines/real-scripts', 'app/stacks',
  'consumer/consumer', 'rehearsal/sagemaker/features', 'rehearsal/sagemaker/invoke', 'rehearsal/containers/xgboost', 'rehearsal/containers/training-job',
  'rehearsal/containers/processing-job',
];

const rankOf = ({ path }) => {
  const rank = SLOW.findIndex((name) => path.replaceAll('\\', '/').endsWith(`/test/${name}.test.ts`));
  return rank < 0 ? SLOW.length : rank;
};

module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
