import { ENRICHMENT_METRICS, ENRICHMENT_NAMESPACE, type EnrichmentAnswer } from '../../lib/core/contract';
import { embedded } from '../shared/embedded-metrics';
import { about } from '../shared/errors';
import type { LookUp } from '../shared/features/look-up';
import type { Log } from '../shared/logging';
import { systemTime, type Time, within } from '../shared/time';
import { type Cells, cellsOf, FoundRecords, wantedBy } from './cells';
import type { Model } from './model';
import { type Given, readRequest, type Request } from './request';
import { written } from './rows';
import type { Settings } from './settings';

/** Time in which an error still reaches the caller. */
const LAST_WORDS_MS = 1_000;
/** Rows that an error names. */
const MOST_NAMED = 3;

/** Rows lack columns for which nothing stands; the message names them, and why. */
export class MissingFeaturesError extends Error {
  public override readonly name = 'MissingFeaturesError';
}

/**
 * Looks up what a request does not say, and asks the model.
 *
 * It changes nothing, and remembers nothing: whoever gets an error, or no answer, may ask again. A store that does not answer is an error, and no missing
 * feature.
 */
export class Enricher {
  constructor(
    private readonly settings: Settings,
    private readonly lookUp: Pick<LookUp, 'find'>,
    private readonly model: Pick<Model, 'answer' | 'endpointName'>,
    private readonly time: Time = systemTime,
  ) {}

  /**
   * Throws on a request that does not follow the contract, on missing features for which nothing stands, and on whatever AWS or the model refuses.
   *
   * @param deadline when the function is cut off, in milliseconds since 1970
   */
  public async answer(event: unknown, deadline: number, log: Log): Promise<EnrichmentAnswer> {
    const now = this.time.now();
    try {
      const request = readRequest(event, this.settings);
      return await within(deadline - LAST_WORDS_MS - now, this.enriched(request, now + (deadline - now) / 2, log), 'looking up features and asking the model');
    } catch (error) {
      log.error('could not answer', error, { endpoint: this.model.endpointName });
      throw error;
    }
  }

  private async enriched({ rows, inferenceId }: Request, until: number, log: Log): Promise<EnrichmentAnswer> {
    const found = await this.find(rows, until);
    const cells = rows.map((row, n) => cellsOf(row, n + 1, found, this.settings));
    this.count(cells, log);
    refuseMissing(cells);
    const { columns, contentType } = this.settings;
    const answer = await this.model.answer(written(cells.map(({ values }) => values), columns, contentType), inferenceId);
    return { ...answer, missing: cells.map(({ missing }) => missing.map(({ column }) => column.name)) };
  }

  private async find(rows: readonly Given[], until: number): Promise<FoundRecords> {
    const found = new FoundRecords();
    try {
      await this.lookUp.find(wantedBy(rows, this.settings), until, (...record) => found.add(...record));
    } catch (error) {
      throw about('feature store', error);
    }
    return found;
  }

  private count(rows: readonly Cells[], log: Log): void {
    const byColumn = new Map<string, number>();
    rows.flatMap(({ missing }) => missing).forEach(({ column: { name } }) => byColumn.set(name, (byColumn.get(name) ?? 0) + 1));
    const total = [...byColumn.values()].reduce((sum, each) => sum + each, 0);
    const counts = { [ENRICHMENT_METRICS.ROWS]: rows.length, [ENRICHMENT_METRICS.MISSING]: total };
    log.info('looked features up', {
      ...embedded(ENRICHMENT_NAMESPACE, { EndpointName: this.model.endpointName }, counts, this.time.now()), missing: Object.fromEntries(byColumn),
    });
  }
}

function refuseMissing(rows: readonly Cells[]): void {
  const lacking = rows.flatMap(({ missing }, n) => {
    const refused = missing.filter(({ column }) => column.standIn === undefined);
    return refused.length === 0 ? [] : [`row ${n + 1} lacks ${refused.map(({ column, why }) => `'${column.name}' (${why})`).join(', ')}`];
  });
  if (lacking.length > 0) {
    const more = lacking.length > MOST_NAMED ? `; and ${lacking.length - MOST_NAMED} more rows` : '';
    throw new MissingFeaturesError(`${lacking.slice(0, MOST_NAMED).join('; ')}${more}`);
  }
}
