import { S3Client } from '@aws-sdk/client-s3';
import {
  DescribePipelineDefinitionForExecutionCommand, DescribeTrainingJobCommand, ListPipelineExecutionsCommand, ListPipelineParametersForExecutionCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import fc from 'fast-check';
import { bestOf, directionOf } from '../../lambda/compare-runs/better';
import { html, json } from '../../lambda/compare-runs/html';
import { metricsFilesIn } from '../../lambda/compare-runs/metrics-files';
import { readRequest } from '../../lambda/compare-runs/request';
import { MalformedEventError } from '../../lambda/shared/errors';
import type { ComparedRun, RunComparisonAnswer } from '../../lib/core/contract';
import { expectRequestsTheApiTakes } from './support/api-model';
import { PlayedRuns, type PlayedRun } from './support/compared-runs';
import { awsError, keptLog } from './support/invocation';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:compare';
const PLACE = { account: '123456789012', region: 'eu-west-1', bucket: 'artifacts' };
const GOOD: PlayedRun = {
  name: 'deploy-1', parameters: { Rows: '100' }, hyperparameters: { max_depth: '6', eta: '0.1' }, evaluation: { auc: 0.91, log_loss: 0.3, rows: 4000 }, version: 1,
};
const WEAK: PlayedRun = {
  name: 'drift-2', status: 'Failed', parameters: { Rows: '100' }, hyperparameters: { max_depth: '2', eta: '0.1' }, evaluation: { auc: 0.8, log_loss: 0.2, rows: 4000 },
  failed: { step: 'TooWeak', reason: 'auc was 0.8 and must be at least 0.85' },
};

let kept: ReturnType<typeof keptLog>;
let played: PlayedRuns;

function play(...runs: PlayedRun[]): PlayedRuns {
  played = new PlayedRuns('ml-income', runs, PLACE, { sagemaker: SageMakerClient, s3: S3Client });
  return played;
}
const ask = (event: object) => played.comparison(played.sagemaker.client, played.s3.client).answer(event, FUNCTION, kept.log);
const runsOf = async (event: object = {}): Promise<readonly ComparedRun[]> => (await ask({ pipelineName: 'ml-income', ...event }) as RunComparisonAnswer).runs;
const page = async (event: object = {}): Promise<string> => await ask({ pipelineName: 'ml-income', widgetContext: {}, ...event }) as string;

beforeEach(() => {
  kept = keptLog();
});
afterEach(() => {
  if (played !== undefined) {
    expectRequestsTheApiTakes(played.sagemaker.mock, 'sagemaker');
    played.sagemaker.restore();
    played.s3.restore();
  }
});

describe('a program is told of each run', () => {
  test('what it was given, what it measured, and what came of it', async () => {
    play(WEAK, GOOD);
    const [weak, good] = await runsOf();
    expect(good).toEqual({
      executionArn: played.executionArn(1), name: 'deploy-1', status: 'Succeeded', startedAt: '2026-11-23T10:00:00.000Z', seconds: 240,
      parameters: { Rows: '100' },
      hyperparameters: { Train: { max_depth: '6', eta: '0.1' } },
      metrics: { Train: { 'train:loss': 0.25 }, Evaluate: { auc: 0.91, log_loss: 0.3, rows: 4000 } },
      models: { Train: 's3://artifacts/models/ml-income/pipelines-run1-Train-1/output/model.tar.gz' },
      jobs: {
        Prepare: 'arn:aws:sagemaker:eu-west-1:123456789012:processing-job/pipelines-run1-Prepare-1',
        Train: 'arn:aws:sagemaker:eu-west-1:123456789012:training-job/pipelines-run1-Train-1',
        Evaluate: 'arn:aws:sagemaker:eu-west-1:123456789012:processing-job/pipelines-run1-Evaluate-1',
      },
      versions: [{ modelPackageArn: played.versionArn(1), approval: 'Approved' }],
      unread: [],
    });
    expect(weak).toMatchObject({ name: 'drift-2', status: 'Failed', reason: 'TooWeak: auc was 0.8 and must be at least 0.85', metrics: { Evaluate: { auc: 0.8 } }, versions: [] });
  });

  test('why steps failed, where others ran because of it', async () => {
    play({ ...WEAK, status: 'CompletedWithFailures' });
    expect(await runsOf()).toMatchObject([{ status: 'CompletedWithFailures', reason: 'TooWeak: auc was 0.8 and must be at least 0.85' }]);
  });

  test('the best of a search, and the metrics of the registry where no step of the run wrote them', async () => {
    play({ version: 1, evaluation: { auc: 0.9 } });
    played.sagemaker.mock.on(DescribePipelineDefinitionForExecutionCommand).resolves({ PipelineDefinition: '{"Steps":[]}' });
    const [run] = await runsOf();
    expect(run).toMatchObject({ name: 'run0', hyperparameters: { Search: { eta: '0.2' } }, metrics: { Search: { 'validation:auc': 0.875 }, Register: { auc: 0.9 } } });
    expect(run.metrics).not.toHaveProperty('Evaluate');
  });

  test('no end while it goes on', async () => {
    play({ ...GOOD, status: 'Executing' });
    expect((await runsOf())[0]).not.toHaveProperty('seconds');
  });

  test('what could not be read, beside what could', async () => {
    play(GOOD);
    const { mock } = played.sagemaker;
    mock.on(DescribeTrainingJobCommand).rejects(awsError('AccessDeniedException', 'not authorized'));
    mock.on(ListPipelineParametersForExecutionCommand).rejects(awsError('ThrottlingException', 'Rate exceeded'));
    const [run] = await runsOf();
    expect(run.unread).toEqual(['the parameters (ThrottlingException: Rate exceeded)', 'step Train (AccessDeniedException: not authorized)']);
    expect(run).toMatchObject({ parameters: {}, metrics: { Evaluate: { auc: 0.91 } } });
    expect(kept.lines[0]).toMatchObject({ level: 'WARN', message: 'the comparison has gaps', pipeline: 'ml-income' });
  });

  test('texts of bounded length', async () => {
    play({ ...GOOD, parameters: { Long: 'x'.repeat(501), Fits: 'y'.repeat(500) }, hyperparameters: { text: 'z'.repeat(2_500) } });
    const [{ parameters, hyperparameters }] = await runsOf();
    expect([parameters.Long, parameters.Fits, hyperparameters.Train.text].map(({ length }) => length)).toEqual([500, 500, 500]);
    expect(parameters.Long).toMatch(/x…$/);
  });
});

test('as many runs are asked for as are wanted', async () => {
  play(WEAK, GOOD, GOOD, GOOD, GOOD, GOOD);
  expect(await runsOf({ runs: 5 })).toHaveLength(5);
  expect(played.sagemaker.mock.commandCalls(ListPipelineExecutionsCommand)[0].args[0].input).toMatchObject({ MaxResults: 5, SortBy: 'CreationTime', SortOrder: 'Descending' });
});

test('a pipeline that is not there has no runs, and a list that is refused is an error', async () => {
  play(GOOD);
  expect(await ask({ pipelineName: 'other' })).toEqual({ pipelineName: 'other', runs: [] });
  expect(await ask({ pipelineName: 'other', format: 'html' })).toContain('The pipeline <b>other</b> has no runs yet.');
  played.sagemaker.mock.on(ListPipelineExecutionsCommand).rejects(awsError('AccessDeniedException'));
  await expect(ask({ pipelineName: 'ml-income' })).rejects.toThrow('refused');
});

describe('people see', () => {
  test('the best values marked, what differs in columns, and the rest in one line', async () => {
    play(WEAK, GOOD);
    const shown = await page();
    expect(shown.match(/<th>(.*?)<\/th>/g)!.map((cell) => cell.replace(/<[^>]+>/g, ''))).toEqual([
      'Run', 'Started', 'Status', 'Train train:loss', 'Evaluate auc', 'Evaluate log_loss', 'Evaluate rows', 'Train max_depth', 'Version', 'Model', 'Jobs',
    ]);
    expect(shown.match(/<b>[\d.]+ &#9733;<\/b>/g)).toEqual(['<b>0.2 &#9733;</b>', '<b>0.91 &#9733;</b>']);
    expect(shown).toContain('The same in all runs: Rows 100, <small>Train</small> eta 0.1</p>');
    expect(shown).toContain('Failed: <span title="TooWeak: auc was 0.8 and must be at least 0.85">');
    expect(shown).toContain('2026-11-23 10:00 UTC, took 4 min');
  });

  test('where model, version and jobs are', async () => {
    play(GOOD);
    const shown = await page();
    expect(shown).toContain(`<span title="${played.versionArn(1)}">ml-income 1</span> Approved`);
    expect(shown).toContain('href="https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/jobs/pipelines-run0-Train-0"');
    expect(shown).toContain('href="https://eu-west-1.console.aws.amazon.com/s3/buckets/artifacts?region=eu-west-1&amp;prefix=models%2Fml-income%2Fpipelines-run0-Train-0%2Foutput%2F"');
  });

  test('all settings of a run that has nothing beside it', async () => {
    play(GOOD);
    expect(await page()).not.toContain('The same in all runs');
  });

  test('buttons for other pipelines, each of which asks this function', async () => {
    play(GOOD);
    const shown = await page({ pipelineName: undefined, pipelines: ['ml-income', 'ml-churn'], runs: 3, lowerIsBetter: ['<cost>'] });
    const [, endpoint, parameters] = /<cwdb-action action="call" display="widget" endpoint="([^"]+)">(.+?)<\/cwdb-action>/.exec(shown)!;
    expect(endpoint).toBe(FUNCTION);
    expect(parameters).not.toContain('<');
    expect(readRequest(JSON.parse(parameters))).toEqual({
      pipelineName: 'ml-churn', pipelines: ['ml-income', 'ml-churn'], runs: 3, higherIsBetter: [], lowerIsBetter: ['<cost>'], format: 'html',
    });
  });

  test('texts of others as texts', async () => {
    play({ ...GOOD, name: '<script>alert(1)</script>', parameters: { '"><img src=x>': "' onmouseover='x" }, status: 'Failed', failed: { step: 'A', reason: '</td><cwdb-action>' } }, GOOD);
    const shown = await page();
    expect(shown.match(/<(script|img|cwdb-action)/g)).toBeNull();
    expect(shown).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(shown).toContain('&#39; onmouseover=&#39;x');
  });

  test('a bounded number of columns', async () => {
    const many = (offset: number) => Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`p${n}`, String(n + offset)]));
    play({ ...GOOD, hyperparameters: many(0) }, { ...GOOD, hyperparameters: many(1), version: 2 });
    expect(await page()).toContain('24 more columns are not shown.');
  });

  test('what a widget may be told', async () => {
    play(GOOD);
    expect(await ask({ describe: true })).toContain('| `pipelineName` |');
  });
});

describe('what is better', () => {
  const NOTHING = { higherIsBetter: [], lowerIsBetter: [] };

  test.each([
    ['auc', 1], ['validation:auc', 1], ['balanced_accuracy', 1], ['f1', 1], ['log_loss', -1], ['rmse', -1], ['ObjectiveLoss', -1], ['rows', 0], ['mapping', 0],
  ])('of %s is known from its name: %i', (name, direction) => {
    expect(directionOf(name, NOTHING)).toBe(direction);
  });

  test('may be said', () => {
    expect(directionOf('lift', { ...NOTHING, higherIsBetter: ['lift'] })).toBe(1);
    expect(directionOf('auc', { ...NOTHING, lowerIsBetter: ['auc'] })).toBe(-1);
  });

  test('is marked where values differ, wherever the best one stands', () => {
    expect(bestOf([0.8, undefined, 0.9, 0.9], 1)).toEqual([2, 3]);
    expect(bestOf([0.8, undefined, 0.9], -1)).toEqual([0]);
    expect(bestOf([0.9, 0.9], 1)).toEqual([]);
    expect(bestOf([0.9], 1)).toEqual([]);
    expect(bestOf([0.8, 0.9], 0)).toEqual([]);
    expect(bestOf([undefined], 1)).toEqual([]);
  });
});

test('files with metrics are found in branches too', () => {
  const step = (Name: string) => ({ Name, PropertyFiles: [{ OutputName: 'o', FilePath: `${Name}.json` }] });
  const files = metricsFilesIn(JSON.stringify({ Steps: [
    step('A'), { Name: 'If', Arguments: { IfSteps: [step('B')], ElseSteps: [{ Name: 'If2', Arguments: { IfSteps: [step('C')] } }] } }, { Name: 'D' },
  ] }));
  expect(['A', 'B', 'C', 'D', 'A-0'].map((name) => files.of(name)?.path)).toEqual(['A.json', 'B.json', 'C.json', undefined, undefined]);
  expect(metricsFilesIn('{}').of('A')).toBeUndefined();
});

test('files with metrics are found of each iteration, also where that is in a branch', () => {
  const step = (Name: string) => ({ Name, PropertyFiles: [{ OutputName: 'o', FilePath: `${Name}.json` }] });
  const each = (Name: string, ...ForEachBody: object[]) => ({ Name, Arguments: { ForEachBody } });
  const files = metricsFilesIn(JSON.stringify({ Steps: [
    each('Each', step('Try'), step('Try-again')), { Name: 'If', Arguments: { ElseSteps: [each('Others', step('Other'))] } }, step('Try-a'),
  ] }));
  expect(['Try-0', 'Try-12', 'Try-again-3', 'Other-1', 'Try-a'].map((name) => files.of(name)?.path)).toEqual([
    'Try.json', 'Try.json', 'Try-again.json', 'Other.json', 'Try-a.json',
  ]);
  expect(['Try-', 'Try-x', 'Each-0', 'Others'].map((name) => files.of(name))).toEqual(Array(4).fill(undefined));
});

test('no text becomes a tag or leaves its attribute', () => {
  fc.assert(fc.property(fc.string(), (text) => {
    expect(html`<i title="${text}">${text}</i>`.text).toMatch(/^<i title="[^"<>]*">[^<>]*<\/i>$/);
    expect(json({ text }).text).not.toMatch(/[<>&]/);
    expect(JSON.parse(json({ text }).text)).toEqual({ text });
  }));
});

describe('requests', () => {
  test.each([
    [null], ['x'], [[]], [{}], [{ pipelineName: '' }], [{ pipelineName: 'a b' }], [{ pipelineName: 1 }], [{ pipelines: ['<a>'] }], [{ pipelines: 'a' }],
    [{ pipelineName: 'a', runs: 0 }], [{ pipelineName: 'a', runs: 21 }], [{ pipelineName: 'a', runs: 1.5 }], [{ pipelineName: 'a', runs: '3' }],
    [{ pipelineName: 'a', format: 'xml' }], [{ pipelineName: 'a', higherIsBetter: [1] }], [{ pipelineName: 'a', lowerIsBetter: 'x' }],
  ])('fail: %j', async (event) => {
    play(GOOD);
    await expect(ask(event as object)).rejects.toThrow(MalformedEventError);
    expect(kept.lines[0]).toMatchObject({ level: 'ERROR', message: 'refused a malformed request' });
  });

  test('any other value is malformed, and nothing else', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      try {
        readRequest(value);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedEventError);
      }
    }));
  });

  test('of a widget are answered with HTML, others with JSON, unless they say so', () => {
    const format = (event: object) => readRequest({ pipelineName: 'a', ...event }).format;
    expect([format({}), format({ widgetContext: {} }), format({ format: 'html' }), format({ widgetContext: {}, format: 'json' })]).toEqual(['json', 'html', 'html', 'json']);
  });

  test('may ask for 1 to 20 runs', () => {
    expect([1, 20].map((runs) => readRequest({ pipelineName: 'a', runs }).runs)).toEqual([1, 20]);
    expect(readRequest({ pipelineName: 'a' }).runs).toBe(10);
  });
});
