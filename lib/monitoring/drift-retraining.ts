import * as events from 'aws-cdk-lib/aws-events';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { isElsewhere } from '../core/internal/elsewhere';
import { Mistakes } from '../core/internal/errors';
import { NameRule } from '../core/internal/names';
import { checkRunParameters } from '../core/internal/run-parameters';
import { Pipeline, type IPipeline } from '../pipeline';
import { driftPattern, type IDriftSource } from './drift-events';
import { Retrainer, type IRetrainer } from './retrainer';

/** A pipeline that is retrained when there is drift. */
export interface DriftRetrainingProps {
  /** The pipeline that trains the model anew; in this account and region. */
  readonly pipeline: IPipeline;

  /**
   * Monitors whose drift counts, or endpoints, all of whose monitors count.
   *
   * @default - those of 'endpointName'
   */
  readonly monitors?: IDriftSource[];

  /**
   * An endpoint all of whose monitors count; they may be made elsewhere, and later.
   *
   * @default - none; then 'monitors' must name some
   */
  readonly endpointName?: string;

  /**
   * Time after a retraining in which no drift starts another one; from none to 30 days, in whole seconds.
   *
   * @default Duration.days(1)
   */
  readonly coolDown?: Duration;

  /**
   * Parameter values of the run, numbers and truth values as text; at most 200 of at most 1,024 characters, and 7,000 characters together.
   *
   * @default - the parameters' defaults
   */
  readonly parameters?: { [name: string]: string };

  /**
   * What starts the pipeline.
   *
   * @default - a function that the stack's pipelines share; it tells nobody
   */
  readonly retrainer?: IRetrainer;
}

/**
 * Trains a model anew when its monitors find drift.
 *
 * One drift starts one run at most, however often its event comes. None is started within the cool-down after the last one, nor while a run of
 * the pipeline is going on, whoever started it: such a drift is noted and logged, and the next analysis asks again. It adds one rule, which is
 * free; a run costs what its jobs cost.
 */
export class DriftRetraining extends Construct {
  /** The rule that hears of drift. */
  public readonly rule: events.Rule;

  constructor(scope: Construct, id: string, props: DriftRetrainingProps) {
    super(scope, id);
    const { pipeline, parameters, monitors = [], endpointName, coolDown = Duration.days(1) } = props;
    check(this, props);
    this.rule = new events.Rule(this, 'Rule', {
      description: 'Hears of drift after which a model is trained anew',
      eventPattern: driftPattern(endpointName === undefined ? monitors : [...monitors, { endpointName }]),
    });
    if (pipeline instanceof Pipeline) {
      pipeline._isStartedBy(this.rule, parameters);
    }
    (props.retrainer ?? Retrainer.shared(this)).retrain(this.rule, pipeline, { coolDown, parameters });
  }
}

const ENDPOINT_NAME = NameRule.of('Endpoint.EndpointName');
const LONGEST_COOL_DOWN = Duration.days(30);

function check(scope: Construct, { pipeline, parameters, monitors = [], endpointName, coolDown }: DriftRetrainingProps): void {
  const milliseconds = coolDown && !coolDown.isUnresolved() ? coolDown.toMilliseconds() : undefined;
  const mistakes = new Mistakes(scope);
  checkRunParameters(mistakes, 'Retraining', parameters);
  mistakes
    .when(monitors.length === 0 && endpointName === undefined, {
      code: 'DriftSourceMissing', property: 'monitors', problem: "must name a monitor where there is no 'endpointName'",
      fix: "Give 'monitors', or the 'endpointName' whose monitors count.",
    })
    .add(ENDPOINT_NAME.mistakeIn('endpointName', endpointName))
    .when(milliseconds !== undefined && (milliseconds > LONGEST_COOL_DOWN.toMilliseconds() || milliseconds % 1_000 !== 0), {
      code: 'CoolDownRange', property: 'coolDown', problem: 'must be from none to 30 days, in whole seconds', value: coolDown?.toHumanString(),
      fix: "Set 'coolDown' to the time that a new model needs to prove itself, for example Duration.days(1).",
    })
    .when(isElsewhere(scope, pipeline.env), {
      code: 'RetrainingElsewhere', property: 'pipeline', problem: 'is in another account or region', value: pipeline.env,
      fix: "Make the retraining in a stack of the pipeline's account and region, and let the monitors' events be forwarded there.",
    })
    .throwIfAny();
}
