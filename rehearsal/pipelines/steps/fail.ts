import type { StepKind } from '../step-kind';

/** Ends the execution as failed, with a message of the author's. */
export const fail: StepKind = {
  type: 'Fail',
  check: (step, place) => (step.Arguments?.ErrorMessage === undefined ? [`${place} lacks ErrorMessage`] : []),
  run: async (step, { values }) => {
    const message = String(await values.resolve(step.Arguments!.ErrorMessage));
    return { status: 'Failed', failureReason: message, metadata: { Fail: { ErrorMessage: message } } };
  },
};
