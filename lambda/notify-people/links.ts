import type { Place } from './subject-of-event';

/** Pages of the console, by the kind of job that an ARN names. */
const JOB_PAGES: Readonly<Record<string, string>> = {
  'processing-job': 'processing-jobs',
  'training-job': 'jobs',
  'transform-job': 'transform-jobs',
};

/** SageMaker's start page in the console, from which Studio opens; it exists in every region of every partition. */
export function consoleHome({ region }: Pick<Place, 'region'>): string {
  return `https://${region}.${consoleHost(region)}/sagemaker/home?region=${region}`;
}

/** The page of a job, which leads to its log; undefined for what has no page of its own. */
export function jobPage(arn: string): string | undefined {
  const [, region, kind, name] = /^arn:[^:]+:sagemaker:([^:]+):\d+:([^/]+)\/(.+)$/.exec(arn) ?? [];
  const page = kind && JOB_PAGES[kind];
  return page && `https://${region}.${consoleHost(region)}/sagemaker/home?region=${region}#/${page}/${name}`;
}

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) {
    return 'console.amazonaws.cn';
  }
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
