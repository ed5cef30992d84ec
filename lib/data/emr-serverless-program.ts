import type * as emrserverless from 'aws-cdk-lib/aws-emrserverless';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { S3Place, S3Source } from '../core';
import { Mistakes } from '../core/internal/errors';
import { Caller, serviceRole } from '../core/internal/roles';
import { EmrServerlessApplication } from './emr-serverless-application';
import { grantPlaces, stageSparkCode } from './private/spark-code';

/** A Spark program for EMR Serverless. */
export interface EmrServerlessProgramProps {
  /** Where it runs: an `EmrServerlessApplication`, or one that exists, `emrserverless.CfnApplication.fromApplicationId(...)`. */
  readonly application: emrserverless.IApplicationRef;

  /** The Python script or JAR file, relative to the folder the app runs in. */
  readonly entryPoint: string;

  /**
   * Folder of Python modules that the script, which lies in it, imports; it is shipped whole as a zip, on the path of driver and executors. Packages are not
   * installed: build them into an image, or name an archive in `conf`.
   *
   * @default - the script alone
   */
  readonly sourceDir?: string;

  /**
   * Class that runs, for a JAR file.
   *
   * @default - as the file's manifest says
   */
  readonly mainClass?: string;

  /**
   * What it reads.
   *
   * @default - its own code alone
   */
  readonly reads?: S3Source[];

  /**
   * What it writes; it may delete there too.
   *
   * @default - nothing
   */
  readonly writes?: S3Place[];

  /**
   * Settings of Spark, for example `{ 'spark.executor.memory': '8g' }`.
   *
   * @default - EMR's own
   */
  readonly conf?: { [name: string]: string };

  /**
   * Role that it runs as. It is given what this program reads and writes, where that is possible.
   *
   * @default - a role with just the permissions on its code, its data and its logs
   */
  readonly role?: iam.IRole;
}

/**
 * A Spark program that EMR Serverless runs: uploaded, with a role that may do what it names.
 *
 * Run it as a step of a pipeline, `pipeline.EmrServerlessStep.ofProgram(...)`, or with `runNowCommand`. It costs nothing until it runs. What is granted to this
 * construct goes to its role.
 */
export class EmrServerlessProgram extends Construct implements iam.IGrantable {
  /** Where it runs. */
  public readonly application: emrserverless.IApplicationRef;
  /** Role that it runs as. */
  public readonly role: iam.IRole;
  /** Grants to this construct go to the role that the program runs as. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** `s3://` URI of the script or JAR file. */
  public readonly entryPointUri: string;
  /** What spark-submit is told; undefined where there is nothing to say. */
  public readonly sparkSubmitParameters?: string;

  /** Starts the program now, from a shell with the AWS CLI; needs the permission to start programs and to pass the role. */
  public readonly runNowCommand: string;

  constructor(scope: Construct, id: string, props: EmrServerlessProgramProps) {
    super(scope, id);
    check(this, props);
    this.application = props.application;
    // The trust policies in AWS's guide name no account; what does is refused from elsewhere.
    this.role = props.role ?? serviceRole(this, 'Role', 'What a Spark program on EMR Serverless may do', 'emr-serverless.amazonaws.com', Caller.MAY_NOT_NAME_THE_ACCOUNT);
    this.grantPrincipal = this.role.grantPrincipal;
    const { script, modules } = stageSparkCode(this, this.role, props.entryPoint, props.sourceDir);
    grantPlaces(this, this.role, props.reads ?? [], props.writes ?? []);
    if (props.application instanceof EmrServerlessApplication) {
      props.application.grantWriteLogs(this.role);
    }
    this.entryPointUri = script;
    this.sparkSubmitParameters = submitParameters(props, modules);
    const { applicationId } = props.application.applicationRef;
    const { sparkSubmitParameters } = this;
    const driver = { sparkSubmit: { entryPoint: script, ...(sparkSubmitParameters !== undefined && { sparkSubmitParameters }) } };
    this.runNowCommand = `aws emr-serverless start-job-run --region ${Stack.of(this).region} --application-id ${applicationId} `
      + `--execution-role-arn ${this.role.roleArn} --job-driver '${Stack.of(this).toJsonString(driver)}'`;
  }
}

function submitParameters({ mainClass, conf = {} }: EmrServerlessProgramProps, modules: string | undefined): string | undefined {
  const words = [
    ...(mainClass === undefined ? [] : [`--class ${mainClass}`]),
    ...(modules === undefined ? [] : [`--py-files ${modules}`]),
    ...Object.entries(conf).map(([name, value]) => `--conf ${name}=${value}`),
  ];
  return words.length === 0 ? undefined : words.join(' ');
}

function check(scope: Construct, { entryPoint, sourceDir, mainClass, conf = {} }: EmrServerlessProgramProps): void {
  const isJar = entryPoint.endsWith('.jar');
  const mistakes = new Mistakes(scope)
    .when(!isJar && !entryPoint.endsWith('.py'), {
      code: 'SparkEntryPoint', property: 'entryPoint', problem: 'must be a .py or .jar file', value: entryPoint, fix: 'Spark tells by the ending what to do with it.',
    })
    .when(isJar && sourceDir !== undefined, {
      code: 'SparkSourceDir', property: 'sourceDir', problem: 'is for Python scripts', value: sourceDir, fix: 'Build what a JAR file needs into it.',
    })
    .when(!isJar && mainClass !== undefined, {
      code: 'SparkMainClass', property: 'mainClass', problem: 'is for JAR files', value: mainClass, fix: 'Leave it out.',
    });
  for (const [name, value] of Object.entries(conf)) {
    mistakes.when(!/^spark\.\S+$/.test(name) || /[\s'"]/.test(value), {
      code: 'SparkConf', property: 'conf', value: `${name}=${value}`, problem: "must have names that begin with 'spark.' and values without spaces and quotes",
      fix: 'Correct the name, or set the value in the program.',
    });
  }
  mistakes.throwIfAny();
}
