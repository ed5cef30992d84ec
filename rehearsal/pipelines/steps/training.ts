import { jobStep } from './job-step';

/** Trains a model, by CreateTrainingJob. */
export const training = jobStep({ type: 'Training', noun: 'TrainingJob' });
