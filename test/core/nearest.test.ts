import * as fc from 'fast-check';
import { distance, nearest } from '../../lib/core/internal/nearest';

test.each([
  ['max_dept', 'max_depth', 1], ['eat', 'eta', 1], ['gbtree', 'gbtree', 0], ['', 'abc', 3], ['kitten', 'sitting', 3],
])('%s is %s, changed %#', (one, other, changes) => {
  expect(distance(one, other)).toBe(changes);
});

test('a distance is the same both ways, none to itself, and never more than the longer word', () => {
  fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (one, other) => {
    expect(distance(one, other)).toBe(distance(other, one));
    expect(distance(one, one)).toBe(0);
    expect(distance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
  }));
});

test('the word that is most alike is found, whatever its case, and none that is not alike', () => {
  const words = ['train', 'validation', 'test'];
  expect(nearest('Trian', words)).toBe('train');
  expect(nearest('validaton', words)).toBe('validation');
  expect(nearest('auxiliary', words)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});
