/** An event that does not follow its contract; trying again cannot help. */
export class MalformedEventError extends Error {
  public override readonly name = 'MalformedEventError';
}

/** An error in one line: `AccessDeniedException: not authorized ...`. */
export function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The name of an AWS error, `ResourceNotFound` for example; empty for anything else. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** An error by its own name, whose message says first what it is about. */
export function about(what: string, error: unknown): unknown {
  return error instanceof Error ? Object.assign(new Error(`${what}: ${error.message}`, { cause: error }), { name: error.name }) : error;
}

/** SageMaker reports a missing resource with an own error, or as a validation error with words to that effect. */
export function isNotFound(error: unknown): boolean {
  return /^ResourceNotFound(Exception)?$/.test(errorName(error))
    || (errorName(error) === 'ValidationException' && /does not exist|not found|could not find/i.test((error as Error).message));
}

/** What SageMaker answers, or undefined for something that is not there. */
export async function ifThere<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

/** A role or policy that was just made may not be known everywhere yet; that passes within a minute. */
export function mayBeYoungPermission(error: unknown): boolean {
  return /^AccessDenied(Exception)?$/.test(errorName(error))
    || (errorName(error) === 'ValidationException' && /assume|\brole\b|not authorized/i.test((error as Error).message));
}
