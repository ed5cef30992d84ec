import * as fc from 'fast-check';
import accounts from '../../lib/core/facts/image-accounts.json';
import suffixes from '../../lib/core/facts/image-dns-suffixes.json';
import families from '../../lib/core/facts/images.json';
import limits from '../../lib/core/facts/limits.json';
import names from '../../lib/core/facts/names.json';
import { Limit } from '../../lib/core/internal/limits';
import { NameRule } from '../../lib/core/internal/names';

interface Fact {
  readonly p?: string;
  readonly min?: number;
  readonly max?: number;
}

describe.each([
  ['names', names as Record<string, Fact>],
  ['limits', limits as Record<string, Fact>],
])('facts about %s', (_, facts) => {
  test.each(Object.entries(facts))('%s has a minimum no greater than its maximum', (_id, { min = 0, max = Infinity }) => {
    expect(min).toBeLessThanOrEqual(max);
  });
});

test.each(Object.keys(names) as (keyof typeof names)[])('the name rule %s accepts a generated name', (id) => {
  const { p, max = 63 }: Fact = names[id];
  const rule = NameRule.of(id);
  fc.assert(fc.property(matching(p, 1, max), (name) => {
    expect(rule.mistakeIn('name', name)).toBeUndefined();
  }), { numRuns: 20 });
});

const patterned = (Object.entries(limits) as [keyof typeof limits, Fact][]).filter(([, { p }]) => p !== undefined);
test.each(patterned)('the pattern of %s compiles and accepts a generated text', (id, { p, min = 0, max = Infinity }) => {
  const limit = Limit.of(id);
  fc.assert(fc.property(matching(p!, min, max), (text) => {
    expect(limit.mistakeInText('text', text)).toBeUndefined();
  }), { numRuns: 20 });
});

/** Texts in the form of a pattern and within a length; the generator knows no look-behind, so those are sifted. */
function matching(pattern: string, min: number, max: number): fc.Arbitrary<string> {
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  const generated = pattern.replace(/\(\?<[!=].*?\)/g, '');
  return fc.stringMatching(new RegExp(`^(?:${generated})$`, 'u'), { size: '-1' })
    .filter((text) => text.length >= min && text.length <= max && whole.test(text));
}

test('every account table holds twelve-digit accounts by region', () => {
  for (const [table, regions] of Object.entries(accounts as Record<string, Record<string, string>>)) {
    for (const [region, account] of Object.entries(regions)) {
      expect(`${table} ${region} ${account}`).toMatch(/^t\d\d [a-z]+(-[a-z]+)+-\d+ \d{12}$/);
    }
  }
});

test('every region with a host suffix of its own is in some account table, and every suffix is a domain', () => {
  for (const [region, suffix] of Object.entries(suffixes)) {
    expect(`${region} ${suffix}`).toMatch(/^[a-z]+(-[a-z]+)+-\d+ [a-z0-9-]+(\.[a-z0-9-]+)+$/);
  }
});

test('every image names account tables that exist', () => {
  const tables = [...JSON.stringify(families).matchAll(/"accounts":"([^"]+)"/g)].map(([, table]) => table);
  expect(tables.length).toBeGreaterThan(50);
  expect(tables.filter((table) => !Object.hasOwn(accounts, table))).toEqual([]);
});
