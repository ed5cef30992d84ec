import * as events from 'aws-cdk-lib/aws-events';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Conventions, S3Source } from '../lib/core';
import { Processor } from '../lib/data';
import { FeatureDataset, FeatureGroup, Features, OfflineStore } from '../lib/features';
import { Serving } from '../lib/hosting';
import { MlPlatform, ModelLifecycle } from '../lib/lifecycle';
import { Metric } from '../lib/pipeline';
import { Domain } from '../lib/studio';
import { Trainer } from '../lib/training';
import type { Settings } from './settings';

/** What a team's models share: storage, keys, handlers, notices, and a Studio to work in. */
export class PlatformStack extends Stack {
  public readonly platform: MlPlatform;

  constructor(scope: Construct, id: string, settings: Settings, props: StackProps) {
    super(scope, id, { ...props, description: 'What the machine-learning models of a team share' });
    const { notify, removalPolicy } = settings;
    this.platform = new MlPlatform(this, 'Platform', { notify, removalPolicy });
    Conventions.apply(this, { namePrefix: this.platform.namePrefix, rolePath: this.platform.rolePath });
    if (settings.studio) {
      const domain = new Domain(this, 'Studio', { encryptionKey: this.platform.encryptionKey, removalPolicy });
      domain.addUserProfile('data-scientist');
    }
  }
}

export interface ModelStackProps extends StackProps {
  readonly platform: MlPlatform;
}

/** One model, from its features to the registry. */
export class ModelStack extends Stack {
  constructor(scope: Construct, id: string, settings: Settings, { platform, ...props }: ModelStackProps) {
    super(scope, id, { ...props, description: `The life of the model '${settings.model}'` });
    const { code, processingInstance } = settings;
    Conventions.apply(this, { namePrefix: platform.namePrefix, rolePath: platform.rolePath });
    const records = new FeatureGroup(this, 'Records', {
      recordIdentifier: settings.recordIdentifier,
      eventTime: settings.eventTime,
      features: Features.fromCsvSample(settings.data),
      offline: OfflineStore.glue({ bucket: platform.dataBucket, prefix: `features/${settings.model}` }),
      encryptionKey: platform.encryptionKey,
      removalPolicy: settings.removalPolicy,
    });
    new ModelLifecycle(this, 'Model', {
      platform,
      modelName: settings.model,
      data: FeatureDataset.of(records, { from: S3Source.fromFile(settings.data), instanceType: processingInstance }),
      prepare: Processor.sklearn({ entryPoint: `${code}/prepare.py`, instanceType: processingInstance }),
      train: Trainer.sklearn({
        entryPoint: `${code}/train.py`,
        instanceType: settings.trainingInstance,
        metrics: [{ name: 'validation:auc', regex: 'validation:auc=([0-9.]+);' }],
      }),
      evaluate: Processor.sklearn({ entryPoint: `${code}/evaluate.py`, instanceType: processingInstance }),
      accept: [Metric.of('auc').atLeast(settings.minimumAuc)],
      serve: Serving.realTime({ entryPoint: `${code}/inference.py`, instanceType: settings.servingInstance }),
      approval: settings.approval,
      schedule: settings.schedule ? events.Schedule.expression(`cron(${settings.schedule})`) : undefined,
    });
  }
}
