import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelDescription } from '../../bin/model-description';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'card-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: unknown) => writeFileSync(join(folder, 'card.json'), typeof content === 'string' ? content : JSON.stringify(content));

test('a folder without a card has nothing to say', () => {
  expect(modelDescription(folder)).toBeUndefined();
});

test('the example says what it is for, how risky it is and whom it may harm', () => {
  expect(Object.keys(modelDescription('examples/income/model')!)).toEqual(expect.arrayContaining(['intendedUses', 'riskRating', 'ethicalConsiderations', 'caveats']));
});

test.each([
  ['nothing', {}],
  ['a text', { caveats: 'old data' }],
  ['a rating', { riskRating: 'High' }],
  ['a status', { status: 'PendingReview' }],
  ['an objective', { objective: { function: 'Minimize', facet: 'loss' } }],
  ['details', { customDetails: { ticket: 'ML-7' } }],
])('a card may hold %s', (_, card) => {
  write(card);
  expect(modelDescription(folder)).toEqual(card);
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /ModelCardFileInvalid[^]*card\.json: is no JSON/],
  ['a list', [], /must hold an object/],
  ['an unknown member', { purpos: 'x' }, /may hold status, riskRating[^]*got 'purpos'/],
  ['a name that every object has', { constructor: 'x' }, /may hold status/],
  ['a number for a text', { caveats: 1 }, /'caveats' must be a text, got 1/],
  ['another rating', { riskRating: 'Huge' }, /'riskRating' must be one of High, Medium, Low, Unknown, got 'Huge'/],
  ['an objective without a function', { objective: { facet: 'AUC' } }, /'objective' must be an object with function/],
  ['an objective with more', { objective: { function: 'Maximize', toString: 'x' } }, /'objective' must be an object with function/],
  ['details that are no texts', { customDetails: { a: 1 } }, /'customDetails' must be an object of texts/],
])('fails for a card with %s', (_, card, message) => {
  write(card);
  expect(() => modelDescription(folder)).toThrow(message);
});
