import fc from 'fast-check';
import { type Stack } from 'aws-cdk-lib/core';
import { Feature, FeatureGroup, Features, FeatureType } from '../../lib/features';
import { groupProperties, newStack, withFile } from './support';

/** The types a sample file leads to, by feature. */
function typesIn(content: string | Buffer, eventTime = 'at'): Record<string, string> {
  return withFile(content, (path) => {
    const features = Features.fromCsvSample(path)._resolve(newStack(), eventTime);
    return Object.fromEntries(features.map((feature) => [feature.name, feature.type]));
  });
}

function refusal(content: string | Buffer): string {
  try {
    typesIn(content);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

describe('types read from a sample', () => {
  test.each([
    ['whole numbers', ['1', '-2', '+3', '0'], 'Integral'],
    ['numbers with a fraction among whole ones', ['1', '2.5'], 'Fractional'],
    ['exponents', ['1e3', '-2.5E-4'], 'Fractional'],
    ['fractions without a leading or trailing digit', ['.5', '3.'], 'Fractional'],
    ['empty cells among numbers', ['1', '', '2'], 'Integral'],
    ['nothing but empty cells', ['', ''], 'String'],
    ['one word among numbers', ['1', 'two'], 'String'],
    ['leading zeros, as postcodes have them', ['01067', '10115'], 'String'],
    ['leading zeros before a fraction', ['007.5'], 'String'],
    ['the largest and smallest 64-bit numbers', ['9223372036854775807', '-9223372036854775808'], 'Integral'],
    ['one more than 64 bits hold', ['9223372036854775808'], 'String'],
    ['one less than 64 bits hold', ['-9223372036854775809'], 'String'],
    ['more than a double holds', ['1e400'], 'String'],
    ['truth values', ['true', 'false'], 'String'],
    ['what programs write for no number', ['nan', 'inf'], 'String'],
    ['moments', ['2026-01-31T12:00:00Z'], 'String'],
    ['white space around numbers', [' 1', '2 '], 'Integral'],
  ])('%s', (_, cells, type) => {
    expect(typesIn(`id,value\n${cells.map((cell) => `a,${cell}`).join('\n')}\n`)).toEqual({ id: 'String', value: type });
  });

  test('whole seconds are Fractional in the event time alone', () => {
    expect(typesIn('id,at,age\n1,1700000000,42\n', 'at')).toEqual({ id: 'Integral', at: 'Fractional', age: 'Integral' });
  });

  test('byte-order mark, CRLF, quoted commas, doubled quotes and line ends in cells are understood', () => {
    expect(typesIn('\ufeff"id","say ""hi""",n\r\n"a,b","two\r\nlines",1\r\n\r\n')).toEqual({ id: 'String', 'say "hi"': 'String', n: 'Integral' });
  });

  test('any CSV text that a writer quotes is read back with its columns', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' ', 'é', '.') });
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const quoted = rows.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\n');
      expect(Object.keys(typesIn(`x,y\n${quoted}\n`))).toEqual(['x', 'y']);
    }));
  });

  test('whole numbers that 64 bits hold are always Integral, others never', () => {
    fc.assert(fc.property(fc.array(fc.bigInt(-(2n ** 64n), 2n ** 64n), { minLength: 1, maxLength: 6 }), (numbers) => {
      const fits = numbers.every((each) => BigInt.asIntN(64, each) === each);
      expect(typesIn(`id,value\n${numbers.map((each) => `a,${each}`).join('\n')}\n`).value).toBe(fits ? 'Integral' : 'String');
    }));
  });

  test('finite numbers with a fraction are Fractional', () => {
    const fraction = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Number.isInteger(each));
    fc.assert(fc.property(fc.array(fraction, { minLength: 1, maxLength: 6 }), (numbers) => {
      expect(typesIn(`id,value\n${numbers.map((each) => `a,${each}`).join('\n')}\n`).value).toBe('Fractional');
    }));
  });
});

describe('samples that say nothing', () => {
  test.each([
    ['an empty file', '', 'FileEmpty'],
    ['blank lines', '\n\n', 'SampleWithoutRecords'],
    ['a header alone', 'id,at\n', 'SampleWithoutRecords'],
    ['a line with a cell too many', 'id,at\na,b\na,b,c\n', 'line 3 has 3 cells and the header has 2'],
    ['a quote that is never closed', 'id,at\na,"b\n', 'line 2: a quote is opened and never closed'],
    ['text after a closing quote', 'id,at\n"a"b,c\n', 'line 2: text follows a closing quote'],
  ])('fails for %s', (_, content, reason) => {
    expect(refusal(content)).toContain(reason);
  });

  test('fails for a file that is not there, with the path of the group', () => {
    const group = () => new FeatureGroup(newStack(), 'Customers', { recordIdentifier: 'id', eventTime: 'at', features: Features.fromCsvSample('nowhere.csv') });
    expect(group).toThrow(/FileMissing {2}Shop\/Customers\n.*'nowhere\.csv'/);
  });

  test('fails for a column name the service does not take', () => {
    const group = (path: string) => () => new FeatureGroup(newStack(), 'Customers', { recordIdentifier: 'id', eventTime: 'at', features: Features.fromCsvSample(path) });
    withFile('id,at,net worth\na,b,c\n', (path) => expect(group(path)).toThrow(/FeatureNamePattern[^]*'net worth'/));
    withFile('id,at,\na,b,c\n', (path) => expect(group(path)).toThrow(/FeatureNameLength/));
  });
});

describe('adding to a set', () => {
  const first = Features.of([Feature.string('id'), Feature.integral('at')]);

  test('more features come last', () => {
    expect(first.with(Feature.fractional('score'))._resolve(newStack(), 'at').map((each) => each.name)).toEqual(['id', 'at', 'score']);
  });

  test('a feature of the same name takes the place of the other', () => {
    const corrected = first.with(Feature.fractional('at'))._resolve(newStack(), 'at');
    expect(corrected).toEqual([Feature.string('id'), Feature.fractional('at')]);
  });

  test('leaves the set it started from alone', () => {
    first.with(Feature.string('more'));
    expect(first._resolve(newStack(), 'at')).toHaveLength(2);
  });
});

describe('names', () => {
  const named = (name: string) => () => {
    const stack: Stack = newStack();
    new FeatureGroup(stack, 'Group', { recordIdentifier: 'id', eventTime: 'at', features: Features.of([Feature.string('id'), Feature.string('at'), Feature.string(name)]) });
    return groupProperties(stack);
  };

  test('letters, digits, and hyphens and underscores between them are taken, up to 64', () => {
    const letter = fc.constantFrom(...'aZ9');
    const inner = fc.string({ unit: fc.constantFrom(...'bY8-_'), maxLength: 62 });
    fc.assert(fc.property(letter, inner, letter, (start, middle, end) => {
      expect(named(`${start}${middle}${end}`)().FeatureDefinitions[2].FeatureType).toBe(FeatureType.STRING);
    }), { numRuns: 30 });
  });

  test('anything else is refused', () => {
    const wrong = fc.oneof(
      fc.constantFrom('', '-a', 'a-', '_a', 'a_', 'a'.repeat(65)),
      fc.tuple(fc.constantFrom(...' .é/"'), fc.string({ unit: fc.constantFrom(...'ab') })).map(([bad, rest]) => `a${rest}${bad}b`),
    );
    fc.assert(fc.property(wrong, (name) => {
      expect(named(name)).toThrow(/FeatureName(Pattern|Length)/);
    }), { numRuns: 30 });
  });

  test.each(['is_deleted', 'write_time', 'api_invocation_time', 'Is_Deleted'])('fails for the reserved name %s', (name) => {
    expect(named(name)).toThrow(/FeatureNameReserved/);
  });

  test.each(['is_delete', 'write_times'])('%s is not reserved', (name) => {
    expect(named(name)).not.toThrow();
  });
});
