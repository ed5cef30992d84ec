import type * as events from 'aws-cdk-lib/aws-events';
import { DRIFT_DETAIL_TYPE, DRIFT_EVENT_SOURCE } from '../core/contract';

/** What drift is found by or on: a monitor, or an endpoint with all its monitors. */
export interface IDriftSource {
  /** The endpoint whose traffic is looked at. */
  readonly endpointName: string;

  /**
   * The monitor that looks at it.
   *
   * @default - any monitor of the endpoint
   */
  readonly monitorName?: string;
}

/** Which drift events come from these sources, whatever engine their monitors have. */
export function driftPattern(sources: readonly IDriftSource[]): events.EventPattern {
  const whole = unique(sources.filter(({ monitorName }) => monitorName === undefined).map(({ endpointName }) => endpointName));
  const single = sources.filter(({ endpointName }) => !whole.includes(endpointName));
  const alternatives = [
    ...(whole.length > 0 ? [{ endpointName: whole }] : []),
    ...unique(single.map(({ endpointName }) => endpointName)).map((name) => ({
      endpointName: [name], monitorName: unique(single.filter(({ endpointName }) => endpointName === name).map(({ monitorName }) => monitorName!)),
    })),
  ];
  return {
    source: [DRIFT_EVENT_SOURCE],
    detailType: [DRIFT_DETAIL_TYPE],
    detail: alternatives.length === 1 ? alternatives[0] : { $or: alternatives },
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
