/** The folders below `lambda/`, each of which becomes one function. */
export const HANDLER_NAMES = ['delete-model-packages', 'notify-people', 'retrain-on-drift', 'start-pipeline'] as const;

/** A handler that the package brings along. */
export type HandlerName = (typeof HANDLER_NAMES)[number];
