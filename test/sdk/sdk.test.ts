import { readFileSync } from 'node:fs';
import { CASES, UNSAID } from './cases';
import { clarifySettings } from './cases/checks';
import { compare, type Difference } from './compare';
import { coverageOf } from './coverage';
import { isMeant, MEANT, MEANT_IN_SETTINGS } from './differences';
import { allDefinitions, COVERAGE, documentOf, LINES, renderingOf, settingsOf, writtenCases } from './documents';
import { READINGS, readAs, type Reading } from './readings';

const pairs = LINES.flatMap((line) => CASES[line].map((each) => ({ line, name: each.name, sdk: documentOf(line, each.name), ours: renderingOf(each) })));
const differencesOf = (readings: readonly Reading[]) => pairs.map(({ line, name, sdk, ours }) => ({
  title: `${line} ${name}`, found: compare(readAs(sdk, readings), readAs(ours, readings)),
}));
const compared = differencesOf(READINGS);
const isUnmeant = (difference: Difference) => !MEANT.some((meant) => isMeant(difference, meant));

describe('what the SageMaker Python SDK writes of a case, we write too', () => {
  test.each(compared)('$title', ({ found }) => {
    expect(found.filter(isUnmeant)).toEqual([]);
  });

  test.each(LINES)('for each case of %s, or it is said why not', (line) => {
    expect([...CASES[line].map((each) => each.name), ...Object.keys(UNSAID[line])].sort()).toEqual(writtenCases(line).sort());
  });
});

test('what checks are told in files beside a definition is the same, too', () => {
  const found = compare(readAs(settingsOf('v2'), READINGS), readAs(JSON.parse(JSON.stringify(clarifySettings())), READINGS));
  expect(found.filter((difference) => !MEANT_IN_SETTINGS.some((meant) => isMeant(difference, meant)))).toEqual([]);
  expect(MEANT_IN_SETTINGS.filter((meant) => !found.some((difference) => isMeant(difference, meant)))).toEqual([]);
});

describe('nothing is excused that need not be', () => {
  test.each(MEANT.map((meant) => ({ meant, title: `${meant.at} ${JSON.stringify(meant.sdk) ?? ''}` })))('$title differs in a case', ({ meant }) => {
    expect(compared.some(({ found }) => found.some((difference) => isMeant(difference, meant)))).toBe(true);
  });

  test.each(READINGS)('$name are read as one', (reading) => {
    const without = differencesOf(READINGS.filter((each) => each !== reading)).flatMap(({ found }) => found);
    expect(without.filter(isUnmeant).length).toBeGreaterThan(0);
  });
});

describe('a comparison notices', () => {
  const { sdk } = pairs.find(({ name }) => name === 'whole')!;
  const changed = (change: (definition: any) => void) => {
    const copy: any = structuredClone(sdk);
    change(copy);
    return compare(readAs(sdk, READINGS), readAs(copy, READINGS)).map(({ at, step }) => `${step}: ${at}`);
  };

  test('nothing in the same, in another order', () => {
    expect(changed((copy) => copy.Steps.reverse())).toEqual([]);
  });

  test('another value, a member that is missing, and a step that is', () => {
    expect(changed((copy) => { copy.Steps[0].Arguments.RoleArn = 'other'; })).toEqual(['Prepare: Processing.Arguments.RoleArn']);
    expect(changed((copy) => { delete copy.Steps[1].CacheConfig; })).toEqual(['Train: Training.CacheConfig']);
    expect(changed((copy) => { copy.Steps[3].Arguments.ElseSteps.pop(); })).toEqual(['GoodEnough: Condition.Arguments.ElseSteps']);
  });

  test('another reference in a text', () => {
    expect(changed((copy) => {
      copy.Steps[3].Arguments.ElseSteps[0].Arguments.ErrorMessage['Std:Join'].Values[0] = 'the auc was';
    })).toEqual(['TooWeak: Fail.Arguments.ErrorMessage.text.0']);
  });
});

test('the page of what is reached is that of these cases', () => {
  expect(readFileSync(COVERAGE, 'utf8')).toBe(coverageOf(allDefinitions()));
});
