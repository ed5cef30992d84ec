/** A JSON object as it travels in the SageMaker API. */
export type Json = Record<string, any>;

/** Anything that answers SageMaker API calls; the pipeline runner and tests see only this. Throws {@link ServiceError} as AWS would. */
export interface SageMakerApi {
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, any>>;
}

/** A refusal as the service words it: a code that SDKs turn into an error class, a message and an HTTP status. */
export class ServiceError extends Error {
  /** @param members what the error says beside its message */
  constructor(readonly code: string, message: string, readonly statusCode = 400, readonly members: Json = {}) {
    super(message);
    this.name = code;
  }
}

export const validationException = (message: string) => new ServiceError('ValidationException', message);
export const resourceNotFound = (message: string) => new ServiceError('ResourceNotFound', message);
export const resourceInUse = (message: string) => new ServiceError('ResourceInUse', message);
export const conflict = (message: string) => new ServiceError('ConflictException', message);
