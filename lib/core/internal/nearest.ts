/** The word most like another, if any is like it; for telling people what they may have meant. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const close = Math.max(2, Math.floor(word.length / 3));
  const [best] = words.map((each) => ({ each, far: distance(word.toLowerCase(), each.toLowerCase()) }))
    .filter(({ far }) => far <= close)
    .sort((one, other) => one.far - other.far);
  return best?.each;
}

/** How many letters are changed, added, dropped or swapped with their neighbour between two words. */
export function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = rows[i - 1][j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? rows[i - 2][j - 2] + 1 : Infinity;
      row.push(Math.min(changed, rows[i - 1][j] + 1, row[j - 1] + 1, swapped));
    }
    rows.push(row);
  }
  return rows[one.length][other.length];
}
