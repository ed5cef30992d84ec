import fc from 'fast-check';
import { subjectOf } from '../../lambda/notify-people/subject-of-event';
import { MalformedEventError } from '../../lambda/shared/errors';
import { consoleHome, folderPage, jobPage } from '../../lambda/shared/links';
import { metricsIn } from '../../lambda/shared/metrics';
import { subjectLine } from '../../lambda/shared/notices';

test('any text becomes a subject that SNS takes', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
    expect(subjectLine(`Pipeline ${text}`)).toMatch(/^Pipeline[\x20-\x7e]{0,92}$/);
  }));
  expect(subjectLine('Modèle\n größer')).toBe('Modele gro?er');
});

test('any JSON that is no event is refused as malformed, never with another error', () => {
  const almost = fc.record({
    source: fc.constantFrom('aws.sagemaker', 'other'), account: fc.jsonValue(), region: fc.jsonValue(), detail: fc.jsonValue(),
    'detail-type': fc.constantFrom('SageMaker Model Package State Change', 'SageMaker Model Building Pipeline Execution Status Change', 'x'),
  }, { requiredKeys: [] });
  fc.assert(fc.property(fc.oneof(fc.jsonValue(), almost), (event) => {
    expect(() => subjectOf(event)).toThrow(MalformedEventError);
  }));
});

describe('the metrics of an evaluation report', () => {
  test('are plain numbers and the groups of the Model Registry, each named once', () => {
    expect(metricsIn(JSON.stringify({
      auc: 0.9, rows: 10, note: 'text', list: [1], none: null,
      binary_classification_metrics: { auc: { value: 0.9, standard_deviation: 0.01 }, f1: { value: 0.5, standard_deviation: 'NaN' }, confusion_matrix: { 0: { 0: 5 } } },
    }))).toEqual([{ name: 'auc', value: 0.9, deviation: 0.01 }, { name: 'rows', value: 10 }, { name: 'f1', value: 0.5 }]);
  });

  test('may sit beside the NaN and Infinity of Python', () => {
    expect(metricsIn('{"a": NaN, "b": -Infinity, "c": {"value": 1, "standard_deviation": NaN}, "NaN": 2, "d": "NaN \\" NaN"}'))
      .toEqual([{ name: 'c', value: 1 }, { name: 'NaN', value: 2 }]);
  });

  test('are at most twenty', () => {
    expect(metricsIn(JSON.stringify(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`m${n}`, n]))))).toHaveLength(20);
  });

  test.each(['[1, 2]', '"text"', '7', 'null', '{}'])('are none in %s', (report) => {
    expect(metricsIn(report)).toEqual([]);
  });

  test('survive any JSON', () => {
    fc.assert(fc.property(fc.json(), (json) => {
      metricsIn(json).forEach(({ value }) => expect(typeof value).toBe('number'));
    }));
  });
});

describe('links', () => {
  test.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/sagemaker/home?region=cn-north-1'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1'],
  ])('lead to the console of %s', (region, url) => {
    expect(consoleHome({ region })).toBe(url);
  });

  test.each([
    ['arn:aws:sagemaker:us-east-1:123456789012:processing-job/prepare-1', 'processing-jobs/prepare-1'],
    ['arn:aws:sagemaker:us-east-1:123456789012:training-job/train-1', 'jobs/train-1'],
    ['arn:aws:sagemaker:us-east-1:123456789012:transform-job/score-1', 'transform-jobs/score-1'],
  ])('lead from %s to its page', (arn, page) => {
    expect(jobPage(arn)).toBe(`https://us-east-1.console.aws.amazon.com/sagemaker/home?region=us-east-1#/${page}`);
  });

  test('lead to a folder in S3, and nowhere from what is none', () => {
    expect(folderPage('s3://reports/income/2026 11/', { region: 'eu-west-1' }))
      .toBe('https://eu-west-1.console.aws.amazon.com/s3/buckets/reports?region=eu-west-1&prefix=income%2F2026%2011%2F');
    expect(folderPage('https://reports/income', { region: 'eu-west-1' })).toBeUndefined();
  });

  test.each(['arn:aws:sagemaker:us-east-1:123456789012:model/m', 'no arn'])('lead nowhere from %s', (arn) => {
    expect(jobPage(arn)).toBeUndefined();
  });
});
