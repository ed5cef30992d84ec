/** Something about this machine that its user can mend; its message says how, so no stack trace is wanted. */
export class HostProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HostProblem';
  }
}
