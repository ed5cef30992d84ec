import { jobStep } from './job-step';

/** Runs a script on data, by CreateProcessingJob. */
export const processing = jobStep({ type: 'Processing', noun: 'ProcessingJob' });
