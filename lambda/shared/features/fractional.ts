/**
 * A number as Python writes it: `1.0`, `1e-05`, `1e+16`.
 *
 * Look-ups compare identifiers as texts, so whatever writes a record must write the same text; the ingestion job is in Python.
 */
export function fractional(value: number): string {
  if (Object.is(value, -0)) {
    return '-0.0';
  }
  const [mantissa, exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  // From 1e-6 to 1e21 JavaScript writes no exponents.
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
