import { CHECK_CASES } from './checks';
import { OTHER_CASES } from './elsewhere';
import { FUNCTION_CASES } from './functions';
import { MODEL_CASES } from './models';
import { PROCESSING_CASES } from './processing';
import type { Case } from './site';
import { TRAINING_CASES } from './training';
import { VERSION_3_CASES } from './version3';

/** Every case that is written in TypeScript, by the line of the SDK that it is compared with. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  v2: [...FUNCTION_CASES, ...PROCESSING_CASES, ...TRAINING_CASES, ...MODEL_CASES, ...CHECK_CASES, ...OTHER_CASES],
  v3: VERSION_3_CASES,
};

/** What the SDK can say and we cannot, with the reason. */
export const UNSAID: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v2: {},
  v3: {},
};
