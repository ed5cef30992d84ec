import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ContainerImage, S3Source, SourceCode } from '../../core';
import { stageTarball } from '../../core/internal/assets';
import { isKnown, Mistakes } from '../../core/internal/errors';
import type { ApiRequest, JobSite } from '../../core/internal/job-site';
import { grantWritePrefix } from '../../core/internal/s3-grants';
import { nearest } from '../../core/internal/nearest';
import type { ProcessingInput, _RenderedInput } from '../processing-input';
import type { _Output } from '../processor';
import type { PySparkProcessorOptions, SparkConfiguration } from '../spark-options';
import { INPUT_FOLDER, PROCESSING_FOLDER } from './places';
import { CODE_FOLDER, renderInput, renderJob, renderOutputs, warnOfRequirements } from './render-processing';

/** Where the application is unpacked, so that what is shipped to executors holds nothing else. */
const APP_FOLDER = '/tmp/app';
/** The same as a package that executors import from. */
const APP_PACKAGE = '/tmp/app.zip';
/** The places where AWS's Spark image looks for configuration, and where event logs are kept. */
const CONFIGURATION_FOLDER = `${INPUT_FOLDER}/conf`;
const CONFIGURATION_FILE = 'configuration.json';
const EVENT_FOLDER = '/opt/ml/processing/spark-events/';
/** What the image configures. Source: the SageMaker Python SDK. */
const CLASSIFICATIONS = [
  'core-site', 'hadoop-env', 'hadoop-log4j', 'hive-env', 'hive-log4j', 'hive-exec-log4j', 'hive-site', 'spark-defaults', 'spark-env', 'spark-log4j',
  'spark-hive-site', 'spark-metrics', 'yarn-env', 'yarn-site', 'export',
];

/** What is submitted. */
export interface SparkApplication {
  readonly image: ContainerImage;
  readonly code: SourceCode;
  readonly options: PySparkProcessorOptions;
  /** For a JAR file. */
  readonly mainClass?: string;
}

/** A job that unpacks the user's application on each instance and submits it with the image's own command. */
export function renderSparkJob(site: JobSite, application: SparkApplication, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
  const { image, options } = application;
  check(site.scope, application);
  const code = application.code.bind(site.scope, site.role);
  const isPython = application.mainClass === undefined;
  if (isPython) {
    warnOfRequirements(site, code, options);
  }
  const libraries = {
    '--py-files': renderLibraries(site, 'py', options.pyFiles),
    '--jars': renderLibraries(site, 'jars', options.jars),
    '--files': renderLibraries(site, 'files', options.files),
  };
  const configuration = options.configuration && renderConfiguration(site, options.configuration);
  const shipped = isPython && options.sourceDir !== undefined;
  const run = [
    ...(configuration ? [`cd ${CONFIGURATION_FOLDER}`, 'tar -xzf *.gz'] : []),
    `mkdir -p ${APP_FOLDER}`, `cd ${APP_FOLDER}`,
    // Times are not restored: those in the tarball are older than a zip can say.
    `tar -xzmf ${CODE_FOLDER}/*.gz`,
    ...(isPython && code.hasRequirements ? ['python3 -m pip install --quiet -r requirements.txt'] : []),
    ...(shipped ? [`python3 -m zipfile -c ${APP_PACKAGE} .`] : []),
    'exec "$0" "$@"',
  ].join(' && ');
  return renderJob(site, {
    image,
    options,
    entrypoint: [
      '/bin/sh', '-c', run, 'smspark-submit',
      ...(application.mainClass === undefined ? [] : ['--class', application.mainClass]),
      ...Object.entries(libraries).flatMap(([option, places]) => {
        const folders = [...places.map(({ S3Input }) => String(S3Input!.LocalPath)), ...(option === '--py-files' && shipped ? [APP_PACKAGE] : [])];
        return folders.length === 0 ? [] : [option, folders.join(',')];
      }),
      ...(options.eventLogs ? ['--local-spark-event-logs-dir', EVENT_FOLDER] : []),
      `${APP_FOLDER}/${code.entryPoint}`,
    ],
    given: inputs,
    inputs: [
      ...inputs.map((input) => input._render(site)), renderInput('code', code.uri, CODE_FOLDER), ...Object.values(libraries).flat(), ...(configuration ? [configuration] : []),
    ],
    outputs: [...renderOutputs(site, options, outputs), ...renderEventLogs(site, options)],
  });
}

/** Each source in a folder of its own, whose files the image's command lists; short names, because a word of the command has room for 256 characters. */
function renderLibraries({ scope, role }: JobSite, name: string, sources: readonly S3Source[] = []): _RenderedInput[] {
  return sources.map((source, index) => renderInput(`${name}-${index + 1}`, source.bind(scope, role).uri, `${PROCESSING_FOLDER}${name}/${index + 1}`));
}

function renderEventLogs(site: JobSite, { eventLogs }: PySparkProcessorOptions): ApiRequest[] {
  if (!eventLogs) {
    return [];
  }
  const { bucket, prefix = '' } = eventLogs;
  grantWritePrefix(bucket, prefix, site.role);
  return [{ OutputName: 'spark-events', S3Output: { S3Uri: bucket.s3UrlForObject(prefix || undefined), LocalPath: EVENT_FOLDER, S3UploadMode: 'Continuous' } }];
}

/** The image wants the file under its own name, and objects are named by their content: it travels in a tarball. */
function renderConfiguration({ scope, role }: JobSite, configuration: readonly SparkConfiguration[]): _RenderedInput {
  const folder = mkdtempSync(join(tmpdir(), 'spark-'));
  try {
    writeFileSync(join(folder, CONFIGURATION_FILE), JSON.stringify(configuration.map(classified)));
    const staged = stageTarball(scope, folder, [CONFIGURATION_FILE]);
    staged.grantRead(role);
    return renderInput('conf', staged.uri, CONFIGURATION_FOLDER);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function classified({ classification, properties, configurations }: SparkConfiguration): ApiRequest {
  return { Classification: classification, Properties: properties ?? {}, Configurations: configurations?.map(classified) };
}

function check(scope: Construct, { options, mainClass }: SparkApplication): void {
  const [ending, kind] = mainClass === undefined ? ['.py', 'a Python script'] : ['.jar', 'a JAR file'];
  const mistakes = new Mistakes(scope)
    .when(!options.entryPoint.endsWith(ending), {
      code: 'SparkEntryPoint', property: 'entryPoint', problem: `must be ${kind}`, value: options.entryPoint,
      fix: `Name a file that ends in ${ending}, or use Processor.${mainClass === undefined ? 'sparkJar' : 'pyspark'}(...).`,
    })
    .when(isKnown(mainClass) && !/^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(mainClass), {
      code: 'SparkMainClass', property: 'mainClass', problem: 'must be the full name of a class', value: mainClass, fix: "Write it as 'com.example.Prepare'.",
    });
  options.configuration?.forEach((each) => checkConfiguration(mistakes, each));
  mistakes.throwIfAny();
}

function checkConfiguration(mistakes: Mistakes, { classification, properties = {}, configurations = [] }: SparkConfiguration): void {
  const meant = nearest(classification, CLASSIFICATIONS);
  mistakes
    .when(!CLASSIFICATIONS.includes(classification), {
      code: 'SparkClassificationUnknown', property: 'configuration', problem: 'is not a classification that the image knows', value: classification,
      fix: meant ? `Did you mean '${meant}'?` : `Use one of ${CLASSIFICATIONS.join(', ')}.`,
    })
    .when(Object.entries(properties).flat().some((text) => Token.isUnresolved(text)), {
      code: 'SparkConfigurationToken', property: 'configuration', problem: `'${classification}' holds what is known only when the stack is deployed or the job runs`,
      fix: 'Pass it as an argument or an environment variable, and set it in the script.',
    });
  configurations.forEach((each) => checkConfiguration(mistakes, each));
}
