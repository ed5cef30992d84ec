/** The folders below `lambda/`, each of which becomes one function. */
export const HANDLER_NAMES = [
  'answer-deployment',
  'clean-studio',
  'collect-monitoring',
  'compare-runs',
  'configure-endpoint',
  'configure-studio',
  'delete-model-packages',
  'describe-features',
  'enrich-requests',
  'find-serving-version',
  'ingest-files',
  'ingest-messages',
  'manage-feature-group',
  'notify-people',
  'plan-monitoring',
  'publish-monitoring',
  'reconcile-endpoint',
  'retrain-on-drift',
  'run-glue',
  'start-execution',
  'start-on-new-data',
  'start-pipeline',
  'take-callbacks',
  'wake-endpoints',
  'write-definition',
] as const;

/** A handler that the package brings along. */
export type HandlerName = (typeof HANDLER_NAMES)[number];
