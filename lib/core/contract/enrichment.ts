/** Environment of the `enrich-requests` handler. */
export interface EnrichmentEnvironment {
  /** The endpoint that answers. */
  readonly ENDPOINT_NAME: string;
  /** How the model reads rows. */
  readonly CONTENT_TYPE: RowContentType;
  /** MIME type of the answer; left out where the model chooses. */
  readonly ACCEPT?: string;
  /** `EnrichedColumn[]` as JSON, in the model's order. */
  readonly COLUMNS: string;
  /** `EnrichmentLookUp[]` as JSON. */
  readonly LOOK_UPS: string;
}

/** One row of commas a line, or one JSON object a line. */
export type RowContentType = 'text/csv' | 'application/jsonlines';

/**
 * One column of the model: its name; whether it is Integral, Fractional or String; which of the look-ups fills it, from 0 on, or -1 where the caller has to
 * give it; and what stands for it where it is missing, an empty text for nothing at all. Without the last, a row that lacks it is refused.
 *
 * An environment has 4 KB: members with names would halve the number of columns.
 */
export type EnrichedColumn = readonly [name: string, type: 'I' | 'F' | 'S', lookUp: number, standIn?: string];

/** Records of one group, told apart by a member of the request's rows. */
export interface EnrichmentLookUp {
  /** The group's name; its ARN where it is another account's. */
  readonly group: string;
  /** The member of a row that names the record. */
  readonly on: string;
  /** What names of columns have before those of the group's features; left out for nothing. */
  readonly prefix?: string;
  /** Features by the columns that are called otherwise. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** What the handler is called with. */
export interface EnrichmentRequest {
  /** What the model is asked about, at least one. */
  readonly rows: readonly EnrichmentRow[];
  /** Told to the model and kept with what is captured, so that the truth can be joined to it later. */
  readonly inferenceId?: string;
}

/** Identifiers of records, and columns that the caller knows, which count more than what is looked up. Nothing is known of what is null. */
export type EnrichmentRow = Readonly<Record<string, EnrichmentValue | readonly EnrichmentValue[] | null>>;

/** Whole numbers of more than 15 digits must be texts. */
export type EnrichmentValue = string | number | boolean;

/** What it answers. */
export interface EnrichmentAnswer {
  /** The model's answer as it came. */
  readonly prediction: string;
  /** MIME type of the answer. */
  readonly contentType?: string;
  /** The variant that answered. */
  readonly variant?: string;
  /** By row, the columns that were missing and for which defaults stood. */
  readonly missing: readonly (readonly string[])[];
}

export const ENRICHMENT_NAMESPACE = 'cdk-sagemaker-lifecycle/Hosting';

/** Metrics with the dimension `EndpointName`, each a sum. */
export const ENRICHMENT_METRICS = { ROWS: 'EnrichedRows', MISSING: 'MissingFeatures' } as const;
