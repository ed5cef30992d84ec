/** Something the rehearsal was to show did not happen; the message names the cause, so no stack trace is wanted. */
export class Failure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Failure';
  }
}
