/**
 * Settings of every AWS client. Clients are made once, outside the handler function, so that warm invocations reuse connections.
 *
 * Throttling, 5xx answers and time-outs are tried again with growing, random waits; `adaptive` also slows the caller down while
 * it is throttled. A connection that hangs is given up long before the function would time out.
 */
export const clientSettings = {
  maxAttempts: 6,
  retryMode: 'adaptive',
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;
