/** Pages of the console, by the kind of job that an ARN names. */
const JOB_PAGES: Readonly<Record<string, string>> = {
  'processing-job': 'processing-jobs',
  'training-job': 'jobs',
  'transform-job': 'transform-jobs',
};

/** SageMaker's start page in the console, from which Studio opens; it exists in every region of every partition. */
export function consoleHome({ region }: { readonly region: string }): string {
  return `https://${region}.${consoleHost(region)}/sagemaker/home?region=${region}`;
}

/** A group's versions in Studio, for whoever is signed in to the domain; undefined in regions whose Studio has another address. */
export function versionsPage(studioDomainId: string, group: string, region: string): string | undefined {
  return consoleHost(region) === 'console.aws.amazon.com'
    ? `https://studio-${studioDomainId}.studio.${region}.sagemaker.aws/models/registered-models/${group}/versions`
    : undefined;
}

/** The page of a job, which leads to its log; undefined for what has no page of its own. */
export function jobPage(arn: string): string | undefined {
  const [, region, kind, name] = /^arn:[^:]+:sagemaker:([^:]+):\d+:([^/]+)\/(.+)$/.exec(arn) ?? [];
  const page = kind && JOB_PAGES[kind];
  return page && `https://${region}.${consoleHost(region)}/sagemaker/home?region=${region}#/${page}/${name}`;
}

/** What lies in a folder of S3; undefined for what is no address in S3. */
export function folderPage(uri: string, { region }: { readonly region: string }): string | undefined {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return bucket && `https://${region}.${consoleHost(region)}/s3/buckets/${bucket}?region=${region}&prefix=${encodeURIComponent(prefix)}`;
}

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) {
    return 'console.amazonaws.cn';
  }
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
