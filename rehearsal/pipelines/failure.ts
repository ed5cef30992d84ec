/** A step cannot go on; the message is its failure reason. */
export class StepFailure extends Error {}
