import { App, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { Conventions } from '../../lib/core';
import names from '../../lib/core/facts/names.json';
import { NameRule } from '../../lib/core/internal/names';

const rule = NameRule.of('Domain.DomainName');

test.each([
  ['a', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['', false],
  ['my-domain', true],
  ['my_domain', false],
  ['-domain', false],
  ['domain-', false],
  ['domain\n', false],
])('a domain may be called %j: %s', (name, fine) => {
  expect(rule.mistakeIn('domainName', name) === undefined).toBe(fine);
});

test('a mistake names the pattern, the lengths and the way out', () => {
  expect(() => rule.check(new Stack(undefined, 'App'), 'domainName', 'my_domain')).toThrow(
    /^DomainNameInvalid {2}App\n {2}domainName: must match \S+ and have 1 to 63 characters, got 'my_domain'\n {2}Choose another name, or leave 'domainName' out/,
  );
});

test('absent names and tokens pass', () => {
  expect(rule.mistakeIn('domainName', undefined)).toBeUndefined();
  expect(rule.mistakeIn('domainName', Lazy.string({ produce: () => '_' }))).toBeUndefined();
});

describe('a generated name', () => {
  const idPart = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,80}$/);
  const prefix = fc.stringMatching(/^([a-z0-9](-?[a-z0-9]){0,10}-?)?$/);
  const stackName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,60}$/);

  test.each(Object.keys(names) as (keyof typeof names)[])('is a lower-case %s wherever it is made', (id) => {
    fc.assert(fc.property(stackName, idPart, idPart, prefix, (stack, outer, inner, namePrefix) => {
      const scope = new Construct(new Construct(new Stack(new App(), stack), outer), inner);
      Conventions.apply(scope, { namePrefix });
      const name = NameRule.of(id).nameFor(scope);
      expect(NameRule.of(id).mistakeIn('name', name)).toBeUndefined();
      expect(name).toBe(name.toLowerCase());
      expect(name.startsWith(id === 'PartnerApp.Name' ? namePrefix.replaceAll('-', '') : namePrefix)).toBe(true);
    }), { numRuns: 10 });
  });

  test('is the same in every run and differs between constructs, even by case alone', () => {
    const nameOf = (id: string) => rule.nameFor(new Construct(new Stack(new App(), 'S'), id));
    expect(nameOf('Income')).toBe(nameOf('Income'));
    expect(nameOf('Income')).not.toBe(nameOf('INCOME'));
  });
});
