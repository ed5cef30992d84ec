import { basename, extname, resolve } from 'node:path';
import { readFileSync, statSync } from 'node:fs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Token, type Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { existingFile, shippableFiles, stageTarball } from '../core/internal/assets';
import { Mistakes, invalid, isKnown } from '../core/internal/errors';
import { scriptOf } from '../core/internal/library-folder';
import { Limit } from '../core/internal/limits';
import type { ScriptPart } from './private/script-part';

const KERNEL_MINUTES = Limit.between('IdleKernelMinutes', 1, 525_600);
/** Publisher and name as Open VSX has them in addresses, and a version. */
const EXTENSION = /^[a-zA-Z0-9][\w-]*\.[a-zA-Z0-9][\w.-]*(@\d+(\.\d+)*)?$/;
const FOLDER = /^(?!\.\.?(\/|$))[\w.-]+(\/(?!\.\.?(\/|$))[\w.-]+)*$/;

/** Where files go in a space. */
export interface CopyFilesOptions {
  /**
   * Folder below the home directory.
   *
   * @default 'examples'
   */
  readonly folder?: string;
}

/**
 * A script that runs in a space when its app starts.
 *
 * SageMaker cannot change the script of a lifecycle configuration, so each gets a name that follows from its content. One that stands in `startup` always
 * runs, and a change of it reaches every space at its next start. The app waits for it, at most five minutes.
 */
export class LifecycleScript {
  /**
   * A script of your own; with a first line such as `#!/usr/bin/env python3` in another language than Bash. One that fails keeps the app from starting.
   *
   * @param name what people see it called, for example `install-packages`
   * @param text the script; may hold tokens
   */
  public static fromText(name: string, text: string): LifecycleScript {
    return new LifecycleScript(name, (scope) => {
      new Mistakes(scope).when(text.trim() === '', {
        code: 'ScriptEmpty', property: name, problem: 'the script is empty', fix: 'Put commands into it, or leave it out.',
      }).throwIfAny();
      return { name, text };
    });
  }

  /** A script in a file, which is named after it. Fails at binding when it is missing or empty. */
  public static fromFile(path: string): LifecycleScript {
    const name = basename(path, extname(path));
    return new LifecycleScript(name, (scope) => ({ name, text: readFileSync(existingFile(scope, 'script', path), 'utf8') }));
  }

  /**
   * Has JupyterLab end kernels and terminals in which nothing has run for a time; from a minute to 365 days.
   *
   * A notebook that is left open keeps its kernel, and a kernel keeps its space from being idle: with this, the space's own timeout begins when the
   * kernel's ends. What a kernel holds in memory is lost. Kernels that work are left alone, also when nobody looks. JupyterLab only.
   */
  public static endIdleKernels(after: Duration): LifecycleScript {
    return new LifecycleScript('end-idle-kernels', (scope) => {
      const minutes = after.toMinutes({ integral: false });
      KERNEL_MINUTES.check(scope, 'after', minutes);
      return { ...ours('end_idle_kernels', [isKnown(minutes) ? `${minutes}` : Token.asString(minutes)]), app: 'JupyterLab' };
    });
  }

  /**
   * Puts the files of a folder, for example notebooks to begin with, into each space.
   *
   * They travel as one archive with the stack. A file that is there stays as it is, so that people keep what they changed; a new one comes with the next
   * start. Roles that open the domain may read the archive. When it cannot be fetched, the app starts without the files.
   */
  public static copyFiles(directory: string, options: CopyFilesOptions = {}): LifecycleScript {
    return new LifecycleScript('copy-files', (scope) => {
      const { folder = 'examples' } = options;
      if (!FOLDER.test(folder)) {
        throw invalid(scope, {
          code: 'FolderInvalid', property: 'folder', problem: 'must be a path below the home directory', value: folder, fix: "Write it like 'examples/first'.",
        });
      }
      const archive = stageTarball(scope, resolve(directory), filesOf(scope, directory));
      return { ...ours('copy_files', [archive.uri, folder]), grantRead: (reader) => archive.grantRead(reader) };
    });
  }

  /**
   * Installs extensions into Code Editor.
   *
   * @internal
   */
  public static _installExtensions(extensions: readonly string[]): LifecycleScript {
    return new LifecycleScript('install-extensions', (scope) => {
      const mistakes = new Mistakes(scope);
      extensions.filter((each) => isKnown(each) && !EXTENSION.test(each)).forEach((value) => mistakes.add({
        code: 'ExtensionInvalid', property: 'codeEditor.extensions', problem: 'must be a publisher and a name', value,
        fix: "Write it as in the address at Open VSX: 'publisher.name'.",
      }));
      mistakes.throwIfAny();
      return ours('install_extensions', extensions);
    });
  }

  private constructor(private readonly name: string, private readonly part: (scope: Construct) => ScriptPart) {}

  /** @internal */
  public _bind(scope: Construct): ScriptPart {
    return this.part(scope);
  }

  /**
   * Lets a role read what the script reads.
   *
   * @internal
   */
  public _grantRead(scope: Construct, reader: iam.IGrantable): void {
    this.part(scope).grantRead?.(reader);
  }

  /** What the script is called. */
  public toString(): string {
    return this.name;
  }
}

/** A script of this library; what goes wrong with it must keep nobody from work. */
function ours(file: string, argumentsOfScript: readonly string[]): ScriptPart {
  const name = file.replace(/_/g, '-');
  return { name, text: readFileSync(scriptOf('studio', `${file}.py`), 'utf8'), interpreter: 'python3', arguments: argumentsOfScript, mayFail: true };
}

function filesOf(scope: Construct, directory: string): string[] {
  const stats = statSync(resolve(directory), { throwIfNoEntry: false });
  const files = stats?.isDirectory() ? shippableFiles(scope, resolve(directory)) : [];
  if (files.length === 0) {
    throw invalid(scope, {
      code: 'FolderEmpty', property: 'directory', problem: 'there are no files', value: directory, fix: `Name a folder with files; it is relative to ${process.cwd()}.`,
    });
  }
  return files;
}
