import { checkEnvironment, OF_PROCESSING, OF_SERVING, OF_TRAINING } from '../../lib/core/internal/environment';
import { Mistakes } from '../../lib/core/internal/errors';
import { refusal } from '../support/reading';

describe.each([
  ['processing', OF_PROCESSING, 256], ['training', OF_TRAINING, 512], ['serving', OF_SERVING, 1024],
] as const)('the environment of %s', (_, rule, longest) => {
  const said = (environment: Record<string, string>) => {
    const mistakes = new Mistakes();
    checkEnvironment(mistakes, rule, environment);
    return refusal(() => mistakes.throwIfAny()).split('\n')[0];
  };
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_each, index) => [`V${index}`, '']));

  test.each([
    ['a name of the most letters', { ['A'.repeat(longest)]: 'x' }, 'accepted'],
    ['a name with a letter more', { ['A'.repeat(longest + 1)]: 'x' }, 'EnvironmentName'],
    ['a name with an underscore first', { _A1: 'x' }, 'accepted'],
    ['a name with a digit first', { '1A': 'x' }, 'EnvironmentName'],
    ['a name with a hyphen', { 'A-1': 'x' }, 'EnvironmentName'],
    ['an empty value', { A: '' }, 'accepted'],
    ['a value of the most characters', { A: 'x'.repeat(longest) }, 'accepted'],
    ['a value with a character more', { A: 'x'.repeat(longest + 1) }, 'EnvironmentValueLength'],
    ['as many as there may be', many(rule.count.max!), 'accepted'],
    ['one too many', many(rule.count.max! + 1), 'EnvironmentCount'],
  ])('%s: %s', (_name, environment, expected) => {
    expect(said(environment as Record<string, string>)).toBe(expected);
  });
});
