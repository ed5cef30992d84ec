import { Duration, Size } from 'aws-cdk-lib/core';
import { S3Source } from '../../../lib/core';
import {
  ApprovalStatus, Cache, EndpointConfigStep, EndpointStep, ExecutionVariable, InferenceComponentStep, LineageAssociation, LineageAssociationType, LineageEntity,
  LineageReference, LineageStep, ModelCardStatus, ModelContainer, ModelStep, RegisterModelStep, type RegisterModelStepProps, RiskRating, StepProperty,
  TransformBatch, TransformSplit, TransformStep,
} from '../../../lib/pipeline';
import { ACCOUNT, type Case, IMAGE, REGION, ROWS, type Site } from './site';

/** Models: made, registered, asked about a batch, and served. */
export const MODEL_CASES: Case[] = [
  { name: 'models', build: models },
  { name: 'register', build: register },
  { name: 'register-several', build: registerSeveral },
  { name: 'model-card', build: modelCard },
  { name: 'transform', build: transform },
  { name: 'serving', build: serving },
  { name: 'lineage', build: lineage },
];

const ARTIFACT = 's3://models/income/model.tar.gz';
const file = (uri: string) => S3Source.fromUri(uri);
const model = (options = {}, uri = ARTIFACT) => ModelContainer.fromArtifact(IMAGE, file(uri), options);

/** The model that other steps use. */
export function make(name = 'Make-CreateModel'): ModelStep {
  return new ModelStep(name, { containers: [model()] });
}

/** A version with what every version has. */
export function version(site: Site, name: string, options: Partial<RegisterModelStepProps> = {}): RegisterModelStep {
  return new RegisterModelStep(name, {
    group: site.group, containers: [model()], contentTypes: ['text/csv'], responseTypes: ['text/csv'], inferenceInstances: ['ml.m5.large'], ...options,
  });
}

function models(site: Site): void {
  const one = new ModelStep('One-CreateModel', {
    containers: [model({ environment: { STAGE: 'test' } })], subnets: [site.subnet('subnet-1')], securityGroups: [site.securityGroup], networkIsolation: true,
    displayName: 'Make one', description: 'It serves',
  });
  site.pipeline().addSteps(
    one,
    new ModelStep('Two-CreateModel', { containers: [model({ environment: { ORDER: '1' } }), model({}, 's3://models/second/model.tar.gz')] }),
    new ModelStep('Unpacked-CreateModel', { containers: [ModelContainer.fromFolder(IMAGE, file('s3://models/open/'))] }),
    new ModelStep('Bare-CreateModel', { containers: [ModelContainer.fromImage(IMAGE)] }),
    site.call('Show', { name: one.modelName, arn: one.modelArn }),
  );
}

function register(site: Site): void {
  const fact = (name: string) => file(`s3://facts/${name}.json`);
  const modelQuality = { statistics: fact('statistics'), constraints: fact('constraints') };
  const dataQuality = { statistics: fact('data-statistics'), constraints: fact('data-constraints') };
  const step = version(site, 'Register-RegisterModel', {
    containers: [model({ environment: { STAGE: 'test' } })],
    responseTypes: ['application/json'],
    inferenceInstances: ['ml.m5.large', 'ml.m5.xlarge'],
    reports: {
      modelQuality, dataQuality, bias: { report: fact('bias'), preTraining: fact('bias-pre'), postTraining: fact('bias-post') }, explainability: fact('explanations'),
    },
    driftBaselines: {
      modelQuality, dataQuality,
      bias: { config: fact('bias-config'), preTrainingConstraints: fact('bias-pre'), postTrainingConstraints: fact('bias-post') },
      explainability: { constraints: fact('explanations'), config: fact('explain-config') },
    },
    origin: { commitId: '4f2d9c1', repository: 'https://example.com/models', generatedBy: 'pipeline', projectId: 'p-1' },
    approval: ApprovalStatus.APPROVED,
    modelDescription: 'Estimates income',
    customerMetadata: { team: 'risk' },
    domain: 'MACHINE_LEARNING',
    task: 'CLASSIFICATION',
    samplePayload: file('s3://samples/payload.tar.gz'),
    skipValidation: true,
    stage: { stage: 'Staging', status: 'New', description: 'first' },
    framework: { name: 'XGBOOST', version: '1.7-1', nearestModel: 'xgboost', inputs: '{"rows": 1}' },
    overrides: { SourceUri: 's3://source/' },
    displayName: 'Keep it',
    description: 'In the group',
  });
  site.pipeline().addSteps(step, site.call('Show', { arn: step.modelPackageArn }));
}

function registerSeveral(site: Site): void {
  const pipeline = site.pipeline();
  const place = pipeline.addStringParameter('Artifact', { defaultValue: ARTIFACT });
  pipeline.addSteps(
    version(site, 'Two-RegisterModel', { containers: [model(), model({}, place.valueAsString)] }),
    version(site, 'Older-RegisterModel', { approval: ApprovalStatus.REJECTED }),
  );
}

function modelCard(site: Site): void {
  site.pipeline().addSteps(version(site, 'Register-RegisterModel', {
    modelCard: {
      status: ModelCardStatus.PENDING_REVIEW, creator: 'risk', purpose: 'Estimates income', riskRating: RiskRating.LOW, intendedUses: 'Puts cases in order',
      caveats: 'Learned long ago', customDetails: { team: 'risk' },
    },
  }));
}

function transform(site: Site): void {
  const made = make();
  const ask = new TransformStep('Ask', {
    modelName: made.modelName.valueAsString,
    input: ROWS,
    transform: {
      instanceCount: 2, instanceType: 'ml.m5.xlarge', batch: TransformBatch.MULTI_RECORD, assembleLines: true, accept: 'text/csv', maxConcurrent: 4,
      maxPayload: Size.mebibytes(6), environment: { STAGE: 'test' }, contentType: 'text/csv', split: TransformSplit.LINE, gzipped: true, inputFilter: '$[1:]',
      outputFilter: '$[0,-1]', joinInput: true, requestTimeout: Duration.minutes(1), requestRetries: 1, capture: true,
    },
    displayName: 'Ask about rows',
    description: 'All of them',
    cache: Cache.unlimited(),
  });
  const plain = new TransformStep('Plain', { modelName: 'income', input: file('s3://raw/listed.manifest'), transform: { manifest: true } });
  site.pipeline({ encryptionKey: site.key }).addSteps(made, ask, plain, site.call('Show', { answers: site.uri(ask.output), captured: site.uri(ask.captured) }));
}

function serving(site: Site): void {
  const made = make();
  const config = new EndpointConfigStep('Config', {
    endpointConfigName: `income-${ExecutionVariable.PIPELINE_EXECUTION_ID}`, variants: [{ modelName: made.modelName.valueAsString }], encryptionKey: site.key,
    displayName: 'Say how', description: 'On one machine', cache: Cache.expiringAfter(Duration.hours(1)),
  });
  const serverless = new EndpointConfigStep('Serverless', {
    endpointConfigName: `idle-${ExecutionVariable.PIPELINE_EXECUTION_ID}`,
    variants: [{ modelName: 'income', serverless: { memorySize: 2048, maxConcurrency: 5 } }],
  });
  const serve = new EndpointStep('Serve', {
    endpointName: 'income', endpointConfigName: config.endpointConfigName.valueAsString, displayName: 'Serve it', description: 'To all', cache: Cache.unlimited(),
  });
  const copies = new InferenceComponentStep('Copies', {
    inferenceComponentName: 'income-1', endpointName: serve.endpointName.valueAsString, modelName: 'income', copies: 2, cpuCores: 2, accelerators: 1,
    displayName: 'Two copies', description: 'On the endpoint',
  });
  site.pipeline().addSteps(made, config, serverless, serve, copies, site.call('Show', { endpoint: serve.endpointArn, component: copies.inferenceComponentName }));
}

function lineage(site: Site): void {
  const run = LineageEntity.action('training', {
    type: 'ModelTraining', source: ExecutionVariable.PIPELINE_EXECUTION_ARN.valueAsString, properties: { stage: 'test' },
  });
  const artifact = LineageEntity.artifact('model', { type: 'Model', source: ARTIFACT });
  const context = LineageEntity.context('project', { type: 'Project', source: 'https://example.com' });
  const ofRun = LineageReference.toEntity(run);
  const record = new LineageStep('Record', {
    entities: [run, artifact, context],
    associations: [
      LineageAssociation.between(ofRun, LineageReference.toEntity(artifact), LineageAssociationType.PRODUCED),
      LineageAssociation.between(LineageReference.fromArn(`arn:aws:sagemaker:${REGION}:${ACCOUNT}:artifact/1234`), ofRun, LineageAssociationType.CONTRIBUTED_TO),
    ],
    displayName: 'Record it',
    description: 'Where it comes from',
  });
  site.pipeline().addSteps(record, site.call('Show', { run: record.arnOf(run), model: record.arnOf(artifact), project: StepProperty.of('Record', "ContextArns['project']") }));
}
