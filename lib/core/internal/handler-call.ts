/** The ARN of an integration such as `lambda:invoke`, in the partition of the stack. */
export type Integration = (name: string) => string;

/** What a state machine refers to whose work is a function's. */
export interface WorkParts {
  readonly workArn: string;
  readonly integration: Integration;
}

/** How often a call is tried again. */
export interface HandlerRetries {
  readonly attempts?: number;
  /** Errors beside that of a malformed event that stay as they are. */
  readonly lasting?: readonly string[];
}

/** How calls of functions are tried again: their own retries are over when they fail. An event that is malformed stays so. */
export function handlerRetries({ attempts = 6, lasting = [] }: HandlerRetries = {}): object[] {
  return [
    { ErrorEquals: ['MalformedEventError', ...lasting], MaxAttempts: 0 },
    { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, BackoffRate: 2, MaxDelaySeconds: 120, MaxAttempts: attempts, JitterStrategy: 'FULL' },
  ];
}

/** A state that calls a function. */
export function handlerCall({ workArn, integration }: WorkParts, payload: Record<string, unknown>, retries: HandlerRetries = {}): Record<string, unknown> {
  return { Type: 'Task', Resource: integration('lambda:invoke'), Parameters: { FunctionName: workArn, Payload: payload }, Retry: handlerRetries(retries) };
}
