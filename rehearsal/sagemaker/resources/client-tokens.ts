import { validationException, type Json } from '../api';

/** Answers given under a client's token: the same token gets the same answer, and nothing happens twice. */
export class ClientTokens {
  private readonly answers = new Map<string, { readonly request: string; readonly answer: Json }>();

  /** The answer already given for this token, or that of `act`, which is then remembered. */
  async once(operation: string, input: Json, act: () => Json | Promise<Json>): Promise<Json> {
    const token = input.ClientRequestToken ?? input.ClientToken;
    if (!token) {
      return act();
    }
    const key = `${operation} ${token}`;
    const request = JSON.stringify(input);
    const given = this.answers.get(key);
    if (given) {
      if (given.request !== request) {
        throw validationException(`The client token '${token}' was already used for a ${operation} request with other parameters.`);
      }
      return given.answer;
    }
    const answer = await act();
    this.answers.set(key, { request, answer });
    return answer;
  }
}
