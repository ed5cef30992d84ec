import { Token, Tokenization } from 'aws-cdk-lib/core';
import { _PipelineToken } from '../value';

/** What stands for a name in a permission: the name, or, where only a run knows it, what all names that the service gives begin with. */
export function nameInArn(name: string, otherwise = 'pipelines-*'): string {
  return isOfRun(name) ? otherwise : name;
}

/** Whether a text holds a value that is known only while a pipeline runs. */
export function isOfRun(text: string): boolean {
  return Token.isUnresolved(text) && Tokenization.reverseString(text).tokens.some((token) => token instanceof _PipelineToken);
}
