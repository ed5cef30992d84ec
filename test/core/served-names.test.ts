import { App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ServedNames, type Server } from '../../lib/core/internal/served-names';
import { refusal } from '../support/reading';

const SERVER: Server = { code: 'Cleaner', property: 'namePrefix', power: 'delete everything' };
const stack = new Stack(new App(), 'Shop');

/** What is allowed when these names come to a function with the prefix, one after the other. */
function allowed(prefix: string | undefined, ...names: string[]): string[] {
  const given: string[] = [];
  const served = new ServedNames(stack, SERVER, prefix);
  served.coverAll((all) => given.push(all));
  names.forEach((name) => served.cover(stack, { name }, () => given.push(name)));
  return given;
}

test('without a prefix each name is allowed by itself', () => {
  expect(allowed(undefined, 'income', 'churn')).toEqual(['income', 'churn']);
});

test('with a prefix one permission covers all names', () => {
  expect(allowed('ml-', 'ml-income', 'ml-churn')).toEqual(['ml-*']);
});

test('a name that a user leaves out is covered', () => {
  const served = new ServedNames(stack, SERVER, 'ml-');
  expect(refusal(() => served.cover(stack, { endpointName: undefined }, () => undefined))).toBe('accepted');
});

test.each([
  ['a name', 'ml-', new CfnParameter(stack, 'Name').valueAsString],
  ['the prefix', new CfnParameter(stack, 'Prefix').valueAsString, 'income'],
])('%s that is known at deployment passes', (_, prefix, name) => {
  expect(allowed(prefix, name)).toEqual([`${prefix}*`]);
});

test('fails for an empty prefix, which would cover the account', () => {
  expect(refusal(() => allowed(''))).toMatch(/^CleanerPrefixEmpty {2}Shop\n {2}namePrefix: would let the function delete everything/);
});

test.each([['ml-income', true], ['ml-', true], ['ml', false], ['income', false]])('a function for ml- serves %s: %s', (name, fits) => {
  const user = new Construct(stack, `User-${name}`);
  const served = new ServedNames(stack, SERVER, 'ml-');
  const said = refusal(() => served.cover(user, { endpointName: name }, () => undefined));
  expect(said.split('\n')[0]).toBe(fits ? 'accepted' : `CleanerPrefixDiffers  Shop/User-${name}`);
});
