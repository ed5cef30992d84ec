import { Token } from 'aws-cdk-lib/core';
import { GLUE_RUN_MARK } from '../contract';
import type { Mistakes } from './errors';

/** Glue sets these itself, and a step of a pipeline the last one. */
const RESERVED = ['--conf', '--debug', '--mode', '--JOB_NAME', GLUE_RUN_MARK];

/** Refuses names of a job's arguments that Glue would not hand on. */
export function checkGlueArguments(mistakes: Mistakes, property: string, given: Readonly<Record<string, string>> = {}): void {
  for (const name of Object.keys(given)) {
    mistakes
      .when(!Token.isUnresolved(name) && !/^--[^\s=]+$/.test(name), {
        code: 'GlueArgumentName', property, problem: "a name must begin with '--'", value: name, fix: `Write '--${name.replace(/^-+/, '')}'.`,
      })
      .when(RESERVED.includes(name), {
        code: 'GlueArgumentReserved', property, problem: 'is set by Glue or by the step of a pipeline', value: name, fix: 'Give it another name.',
      });
  }
}
