import type { Construct } from 'constructs';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { type _ServedBy, _ServingScript } from '../../training';
import { type LifecycleSettings, targetsOf } from './lifecycle-settings';
import { needsBaseline } from './prepared-data';

/** What is to be checked beside the properties. */
export interface CheckedModel {
  readonly modelName: string;
  readonly isServed: boolean;
  readonly servedBy: _ServedBy;
}

/** Refuses what does not go together; all of it at once. */
export function checkLifecycle(scope: Construct, model: CheckedModel, props: LifecycleSettings): void {
  const mistakes = new Mistakes(scope);
  checkName(mistakes, model, props);
  checkMonitors(mistakes, model, props);
  checkData(mistakes, props);
  checkServing(mistakes, model, props);
  checkTarget(mistakes, props);
  mistakes
    .when(props.enrich !== undefined && !model.isServed, {
      code: 'EnrichmentWithoutEndpoint', property: 'enrich', problem: 'has no endpoint to ask', fix: "Leave 'deploy' out, or 'enrich'.",
    })
    .when(props.accept.length === 0, {
      code: 'AcceptanceMissing', property: 'accept', problem: 'must have at least one rule',
      fix: "Say what a model must reach, for example [pipeline.Metric.of('auc').atLeast(0.85)].",
    })
    .throwIfAny();
}

/** Longest name of endpoints and monitors, which add to it for what they make. */
const LONGEST_NAME = 50;

function checkName(mistakes: Mistakes, { modelName, isServed }: CheckedModel, { platform, monitors = [] }: LifecycleSettings): void {
  // Monitors are named after the model too.
  const longestAddition = Math.max(0, ...monitors.map(({ _kind }) => _kind.length + 1));
  const room = isServed ? LONGEST_NAME - platform.namePrefix.length - longestAddition : Infinity;
  mistakes
    .when(!/^(?!.{33})[a-z0-9](-?[a-z0-9])*$/.test(modelName), {
      code: 'ModelNameInvalid', property: 'modelName', problem: 'must be 1 to 32 lower-case letters, digits and single hyphens', value: modelName,
      fix: "Set 'modelName' to something such as 'income'.",
    })
    .when(modelName.length > room, {
      code: 'ModelNameLength', property: 'modelName', problem: `may have ${room} characters beside the platform's prefix '${platform.namePrefix}'`,
      value: modelName, fix: "Set a shorter 'modelName', or give the platform a shorter 'namePrefix'.",
    });
}

function checkMonitors(mistakes: Mistakes, { isServed }: CheckedModel, { monitors = [], serve }: LifecycleSettings): void {
  const repeated = monitors.map(({ _kind }) => _kind).find((kind, index, all) => all.indexOf(kind) < index);
  mistakes
    .when(repeated !== undefined, {
      code: 'MonitorRepeated', property: 'monitors', problem: 'must have one monitor of a kind', value: repeated, fix: 'Leave one of the two out.',
    })
    .when(monitors.length > 0 && !isServed, {
      code: 'MonitorWithoutEndpoint', property: 'monitors', problem: 'have no endpoint to look at', fix: "Leave 'deploy' out, or the monitors.",
    })
    .when(monitors.length > 0 && serve.endpoint.capture?.percentage === 0, {
      code: 'MonitorWithoutCapture', property: 'monitors', problem: 'need captured traffic, and the endpoint captures none',
      fix: 'Use DataCapture.all() or DataCapture.sample(...), or drop the monitors.',
    });
}

function checkData(mistakes: Mistakes, props: LifecycleSettings): void {
  const { data, prepare, train } = props;
  const splits = data?._plan().splits;
  mistakes
    .when(!prepare && !splits, {
      code: 'PreparationMissing', property: 'prepare', problem: 'is needed: nothing splits the data for training and evaluation',
      fix: "Set 'prepare' to what splits it, or give data that is split: Dataset.fromSplits({ train, validation, test }).",
    })
    .when(prepare !== undefined && splits !== undefined, {
      code: 'PreparationOfSplits', property: 'prepare', problem: 'would split data that is split already', fix: "Leave it out, or give 'data' another Dataset.",
    })
    .when(splits !== undefined && splits.baseline === undefined && needsBaseline(props) && !train._namesColumns, {
      code: 'BaselineDataMissing', property: 'data', problem: 'has no names of columns, by which monitors compare requests',
      fix: "Give Dataset.fromSplits a 'baseline': the rows of 'train' below a line of names; or give the monitor a baseline of its own.",
    });
}

/** One column is predicted, whoever names it. */
function checkTarget(mistakes: Mistakes, props: LifecycleSettings): void {
  const [[, target] = [undefined, undefined], ...others] = targetsOf(props).filter(([, name]) => isKnown(name));
  const [property, other] = others.find(([, name]) => name !== target) ?? [];
  mistakes.when(property !== undefined, {
    code: 'TargetDiffers', property: property ?? 'target', problem: `predicts another column than '${target}', which is named elsewhere in this model`, value: other,
    fix: "Name the column once, in 'target' or in AutoML's job: the others know it then.",
  });
}

/** What an image cannot do, and what it would pass over in silence. */
function checkServing(mistakes: Mistakes, { servedBy: { script, name } }: CheckedModel, { serve: { code } }: LifecycleSettings): void {
  mistakes
    .when(script === _ServingScript.NEEDED && code === undefined, {
      code: 'ServingScriptMissing', property: 'serve', problem: `has no script, without which the image of ${name} loads no model`,
      fix: "Name one: Serving.realTime({ entryPoint: 'model/inference.py' }).",
    })
    .when(script === _ServingScript.USELESS && code !== undefined, {
      code: 'ServingScriptUseless', property: 'serve', problem: `has a script, and ${name} answers requests by itself`, value: code?.entryPoint,
      fix: "Leave 'entryPoint' out.",
    });
}
