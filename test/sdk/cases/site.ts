import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { ContainerImage, S3Source } from '../../../lib/core';
import { Processor } from '../../../lib/data';
import { LambdaStep, Pipeline, type PipelineProps, ProcessingStep, type PipelineValue } from '../../../lib/pipeline';
import { ModelPackageGroup } from '../../../lib/registry';

export const REGION = 'eu-west-1';
export const ACCOUNT = '123456789012';
export const IMAGE = ContainerImage.fromUri(`${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/own:1`);
export const HOUR = Duration.hours(1);
export const ROWS = S3Source.fromUri('s3://raw/rows/');

export const script = (name: string) => `test/sdk/scripts/${name}`;

/** Where cases are built: the account, region, roles and buckets that the SDK is told. */
export class Site {
  public readonly stack = new Stack(new App(), 'Shop', { env: { account: ACCOUNT, region: REGION } });
  public readonly key = kms.Key.fromKeyArn(this.stack, 'Key', `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`);
  public readonly group = ModelPackageGroup.fromModelPackageGroupName(this.stack, 'Group', 'income');
  public readonly securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this.stack, 'SecurityGroup', 'sg-1');
  private made: Pipeline | undefined;

  /** The pipeline of the case; most have nothing to set. */
  public pipeline(props: PipelineProps = {}): Pipeline {
    this.made ??= new Pipeline(this.stack, 'Income', {
      pipelineName: 'income', artifacts: this.bucket('results'), jobRole: this.role('jobs'), role: this.role('pipeline'), ...props,
    });
    return this.made;
  }

  public bucket(name: string): s3.IBucket {
    return (this.stack.node.tryFindChild(`Bucket-${name}`) as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(this.stack, `Bucket-${name}`, name);
  }

  public role(name: string): iam.IRole {
    return (this.stack.node.tryFindChild(`Role-${name}`) as iam.IRole | undefined)
      ?? iam.Role.fromRoleArn(this.stack, `Role-${name}`, `arn:aws:iam::${ACCOUNT}:role/${name}`, { mutable: false });
  }

  public subnet(id: string): ec2.ISubnet {
    return (this.stack.node.tryFindChild(id) as ec2.ISubnet | undefined) ?? ec2.Subnet.fromSubnetId(this.stack, id, id);
  }

  public get function(): lambda.IFunction {
    return (this.stack.node.tryFindChild('Publish') as lambda.IFunction | undefined)
      ?? lambda.Function.fromFunctionArn(this.stack, 'Publish', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:publish`);
  }

  /** A call of a function, which is how cases show values. */
  public call(name: string, inputs?: Record<string, unknown>, options: Partial<ConstructorParameters<typeof LambdaStep>[1]> = {}): LambdaStep {
    return new LambdaStep(name, { function: this.function, inputs, ...options });
  }

  /** A step that writes a file of metrics. */
  public evaluate(): ProcessingStep {
    return new ProcessingStep('Evaluate', { processor: Processor.container(IMAGE), metrics: 'evaluation.json' });
  }

  /** The URI of a source, as steps would use it. */
  public uri(source: S3Source): string {
    return source.bind(this.stack, this.role('jobs')).uri;
  }
}

/** A case: what the SDK makes in Python is made in TypeScript here. */
export interface Case {
  /** The name of the document that the SDK wrote. */
  readonly name: string;
  readonly build: (site: Site) => void;
}

export type Values = Record<string, PipelineValue>;
