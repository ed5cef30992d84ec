import { jobStep } from './job-step';

/** Asks a model about a batch, by CreateTransformJob. */
export const transform = jobStep({ type: 'Transform', noun: 'TransformJob' });
