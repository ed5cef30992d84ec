import type { StepKind } from '../step-kind';
import { callback } from './callback';
import { condition } from './condition';
import { fail } from './fail';
import { lambda } from './lambda';
import { model } from './model';
import { processing } from './processing';
import { registerModel } from './register-model';
import { training } from './training';
import { transform } from './transform';
import { tuning } from './tuning';

/** Every type of step that the runner knows. */
export const STEP_KINDS: ReadonlyMap<string, StepKind> = new Map(
  [processing, training, tuning, transform, lambda, callback, condition, model, registerModel, fail].map((kind) => [kind.type, kind]),
);
