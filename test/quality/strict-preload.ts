// Loaded before an app by `synthesise`: adds the AwsSolutions rules of cdk-nag to it, so that no app has to bring them along.
import { App, Stage, Validations } from 'aws-cdk-lib/core';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';

const checked = new WeakSet<Stage>();
const prototype: { synth: (this: Stage, ...args: Parameters<Stage['synth']>) => CloudAssembly } = Stage.prototype;
const { synth } = prototype;

prototype.synth = function (...args) {
  if (App.isApp(this) && !checked.has(this)) {
    checked.add(this);
    Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
  }
  return synth.apply(this, args);
};
