import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { EnrichmentAnswer, EnrichmentRow } from '../../lib/core/contract';
import type { Json } from '../sagemaker/api';
import { customer } from './feature-rows';
import { GONE } from './feature-shop';
import { eventually, type Watched } from './runs';
import { check, timed } from './scene';

const SERVES_WITHIN_MS = 60_000;
/** Customers with rows of the fourth day. */
const KNOWN = [3, 198, 1_999].filter((n) => !GONE.includes(`c${n}`));
const SELLER = 3;
const UNKNOWN_SELLER = 99;
/** A customer without the feature that came later. */
const OLD = 50_000;

interface Called {
  readonly answer?: EnrichmentAnswer;
  /** What the function failed with. */
  readonly error: string;
}

/** Requests with identifiers alone get the answers that the model gives to whole rows; what is missing is told, or refused where nothing stands for it. */
export async function answersWithFeatures(play: Watched, functionName: string, ratings: ReadonlyMap<number, number>): Promise<void> {
  const { report, printer } = play;
  const { result: endpoint, seconds } = await timed(() => inService(play));
  printer.line('serve', `endpoint ${endpoint} is in service`, seconds);
  const ask = (rows: EnrichmentRow[]) => called(play, functionName, rows);

  const { result: { answer, error }, seconds: first } = await timed(() => ask(KNOWN.map((n) => ({ customer_id: `c${n}`, seller_id: SELLER }))));
  const given = await asked(play, endpoint, KNOWN.map((n) => cells(n, ratings.get(SELLER))));
  check(report, 'requests with identifiers alone are answered as whole rows are',
    answer?.prediction === given && given.split('\n').length >= KNOWN.length && answer.missing.every((each) => each.length === 0), error || inWords(answer?.prediction));

  const { answer: lacking, error: failed } = await ask([{ customer_id: `c${KNOWN[0]}`, seller_id: UNKNOWN_SELLER }]);
  check(report, 'a missing feature for which a default stands is told',
    lacking?.prediction === await asked(play, endpoint, [cells(KNOWN[0], undefined)]) && JSON.stringify(lacking.missing) === '[["seller_rating"]]',
    failed || JSON.stringify(lacking?.missing));

  const { error: refusal } = await ask([{ customer_id: `c${OLD}`, seller_id: SELLER }, { customer_id: GONE[0], seller_id: SELLER }]);
  const says = ['MissingFeaturesError', `row 1 lacks 'visits' (not in record 'c${OLD}' of`, `row 2 lacks 'orders' (no record '${GONE[0]}' in`];
  check(report, 'missing features for which nothing stands are refused by row, name and cause', says.every((words) => refusal.includes(words)), refusal);
  printer.line('enrich', `${KNOWN.length} requests with identifiers alone: ${inWords(answer?.prediction)}`, first);
}

/** What the model reads of a customer and a seller. */
function cells(n: number, rating: number | undefined): string {
  const { orders, basket, visits } = customer(n, 4);
  return [orders, basket, visits, rating ?? ''].join(',');
}

async function called({ stage }: Watched, FunctionName: string, rows: EnrichmentRow[]): Promise<Called> {
  const lambda = new LambdaClient(stage.client);
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ rows }) }));
  lambda.destroy();
  const said = JSON.parse(new TextDecoder().decode(Payload)) as Json;
  return FunctionError ? { error: `${said.errorType}: ${said.errorMessage}` } : { answer: said as EnrichmentAnswer, error: '' };
}

/** What the endpoint answers to whole rows. */
async function asked({ stage }: Watched, EndpointName: string, rows: readonly string[]): Promise<string> {
  const runtime = new SageMakerRuntimeClient({ ...stage.client, endpoint: stage.sagemakerUrl });
  const { Body } = await runtime.send(new InvokeEndpointCommand({ EndpointName, ContentType: 'text/csv', Accept: 'text/csv', Body: rows.map((row) => `${row}\n`).join('') }));
  runtime.destroy();
  return new TextDecoder().decode(Body);
}

/** The endpoint of the version that the run registered, which metrics alone approved. */
function inService({ stage }: Watched): Promise<string> {
  return eventually(SERVES_WITHIN_MS, 'the approved version is not served', async () => {
    const { Endpoints } = await stage.sagemaker.call('ListEndpoints', { StatusEquals: 'InService' });
    return (Endpoints as Json[])[0]?.EndpointName as string | undefined;
  });
}

const inWords = (prediction = '') => prediction.trim().split(/\s+/).map((each) => Math.round(Number(each) * 1_000) / 1_000).join(', ');
