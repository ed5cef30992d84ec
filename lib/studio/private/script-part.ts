import { createHash } from 'node:crypto';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { CfnStudioLifecycleConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Fn, Lazy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Mistakes, isKnown } from '../../core/internal/errors';
import { Limit } from '../../core/internal/limits';
import { NameRule } from '../../core/internal/names';
import { withoutTokens } from '../../core/internal/tokens-in-text';
import type { LifecycleScript } from '../lifecycle-script';

/** The apps that scripts and images are for. */
export type SpaceApp = 'JupyterLab' | 'CodeEditor';

/** One script, and how it is run. */
export interface ScriptPart {
  readonly name: string;
  readonly text: string;
  /** What runs it; without one, its first line says so, and Bash where it does not. */
  readonly interpreter?: string;
  readonly arguments?: readonly string[];
  /** Whether the app starts although the script failed. */
  readonly mayFail?: boolean;
  /** The one app it is for. */
  readonly app?: SpaceApp;
  grantRead?(reader: iam.IGrantable): void;
}

const CONTENT = Limit.of('CreateStudioLifecycleConfigRequest.StudioLifecycleConfigContent');
const HASH_LENGTH = 12;
const SHEBANG = /^#!\s*(.+)\n/;

/** The ARN of the lifecycle configuration that runs scripts one after the other; the one that another scope has made already where there is one. */
export function lifecycleConfig(scope: Construct, app: SpaceApp, property: string, scripts: readonly LifecycleScript[], elsewhere?: Construct): string {
  const parts = scripts.map((script) => script._bind(scope));
  const mistakes = new Mistakes(scope);
  parts.filter((part) => part.app !== undefined && part.app !== app).forEach((part) => mistakes.add({
    code: 'ScriptForOtherApp', property, problem: `'${part.name}' is for ${part.app} only`, fix: `Leave it out of ${app}.`,
  }));
  const text = composed(parts);
  mistakes.add(mistakeInSize(property, text)).throwIfAny();

  const id = `${app}Script${hashOf(Stack.of(scope).resolve(text))}`;
  const found = elsewhere?.node.tryFindChild(id) ?? scope.node.tryFindChild(id);
  return (found instanceof CfnStudioLifecycleConfig ? found : makeConfig(scope, id, app, text)).attrStudioLifecycleConfigArn;
}

/**
 * Its name follows from its content, by the id, and from its tags: each can only be changed by replacing it, and CloudFormation makes the new one before
 * it removes the old one.
 */
function makeConfig(scope: Construct, id: string, app: SpaceApp, text: string): CfnStudioLifecycleConfig {
  const resource: CfnStudioLifecycleConfig = new CfnStudioLifecycleConfig(scope, id, {
    studioLifecycleConfigAppType: app,
    studioLifecycleConfigContent: isKnown(text) ? Buffer.from(text).toString('base64') : Fn.base64(text),
    studioLifecycleConfigName: Lazy.string({ produce: () => nameWith(name, resource.cdkTagManager.renderTags()) }),
  });
  const name = NameRule.of('StudioLifecycleConfig.StudioLifecycleConfigName').nameFor(resource, 1 + HASH_LENGTH);
  return resource;
}

function nameWith(name: string, tags: unknown): string {
  return tags === undefined ? name : `${name}-${hashOf(tags)}`;
}

/** Each runs in a process of its own, and reads its script from a descriptor, so that it has standard input and the file system as they are. */
function composed(parts: readonly ScriptPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && !only.interpreter) {
    return withUnixLines(only.text);
  }
  return ['#!/bin/bash', 'set -u', ...parts.map(run)].join('\n') + '\n';
}

function run({ name, text, interpreter, arguments: given = [], mayFail }: ScriptPart, index: number): string {
  const script = withUnixLines(text);
  const end = `END_OF_SCRIPT_${index + 1}`;
  const command = `${interpreter ?? SHEBANG.exec(script)?.[1] ?? '/bin/bash'} /dev/fd/3 ${given.map(quoted).join(' ')}`.trimEnd();
  const otherwise = mayFail ? `echo "${name} failed; going on without it" >&2` : `{ echo "${name} failed" >&2; exit 1; }`;
  return `${command} 3<<'${end}' || ${otherwise}\n${script.replace(/\n?$/, '\n')}${end}`;
}

function quoted(value: string): string {
  return `'${value.replace(/'/g, "'\\''")}'`;
}

/** Bash takes a carriage return for a part of the command. */
function withUnixLines(text: string): string {
  return text.replace(/\r\n/g, '\n');
}

/** What a token will stand for is not known, so it does not count. */
function mistakeInSize(property: string, text: string) {
  const size = Buffer.from(withoutTokens(text)).toString('base64').length;
  const mistake = CONTENT.mistakeIn(property, size);
  return mistake && {
    ...mistake, problem: `its scripts must have at most ${CONTENT.max} characters together in base64`, value: size,
    fix: 'Put what they do into an image, or into files of LifecycleScript.copyFiles(...).',
  };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, HASH_LENGTH);
}
