#!/usr/bin/env node
import { App } from 'aws-cdk-lib/core';
import { ConfigurationError } from '../lib/core/internal/errors';
import { readSettings } from './settings';
import { ModelStack, PlatformStack } from './stacks';

const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };

try {
  const app = new App();
  const settings = readSettings(app.node);
  const { platform } = new PlatformStack(app, 'MlPlatform', settings, { env });
  new ModelStack(app, `MlModel-${settings.model}`, settings, { env, platform });
  // Pipelines are checked when they are written out; here, so that their mistakes are caught below.
  app.synth();
} catch (error) {
  // A wrong setting is the user's to mend: the message says how, and a stack trace would bury it.
  if (!(error instanceof ConfigurationError)) {
    throw error;
  }
  console.error(error.message);
  process.exit(1);
}
