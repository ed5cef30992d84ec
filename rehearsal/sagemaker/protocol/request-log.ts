/** One request as the report sees it. */
export interface LoggedRequest {
  readonly time: string;
  readonly operation: string;
  readonly accepted: boolean;
  readonly code?: string;
  readonly reason?: string;
  readonly caller?: string;
}

const KEPT = 1_000;

/** What was asked and what was refused: counts of everything, every refusal, and the latest requests. */
export class RequestLog {
  private total = 0;
  private readonly byOperation = new Map<string, number>();
  private readonly refused: LoggedRequest[] = [];
  private readonly latest: LoggedRequest[] = [];
  private readonly brokenAnswers: string[] = [];

  add(request: Omit<LoggedRequest, 'time'>): void {
    const entry = { time: new Date().toISOString(), ...request };
    this.total++;
    this.byOperation.set(request.operation, (this.byOperation.get(request.operation) ?? 0) + 1);
    this.latest.push(entry);
    if (this.latest.length > KEPT) {
      this.latest.shift();
    }
    if (!request.accepted) {
      this.refused.push(entry);
    }
  }

  /** Notes an answer of the stand-in itself that the service model does not allow: a mistake of ours, not of the caller. */
  addBrokenAnswer(operation: string, problems: readonly string[]): void {
    this.brokenAnswers.push(`${operation}: ${problems.join('; ')}`);
  }

  summary() {
    return {
      total: this.total,
      byOperation: Object.fromEntries(this.byOperation),
      refused: [...this.refused],
      brokenAnswers: [...this.brokenAnswers],
      latest: [...this.latest],
    };
  }
}

export type RequestSummary = ReturnType<RequestLog['summary']>;
