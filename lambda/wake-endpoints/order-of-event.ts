import { SAGEMAKER_DETAIL_TYPES, SAGEMAKER_EVENT_SOURCE, type EndpointOrder } from '../../lib/core/contract';
import { MalformedEventError } from '../shared/errors';
import { fieldsOf, isText } from '../shared/values';

/** Which endpoints an event may concern, and what is asked of them. */
export interface Order {
  readonly order: EndpointOrder['order'];
  readonly endpointName?: string;
  readonly modelPackageGroupName?: string;
}

const ORDERS: readonly EndpointOrder['order'][] = ['reconcile', 'start', 'stop', 'pause', 'resume'];

/** Reads an order, a timer or an event of SageMaker. Of an event only whom it concerns is taken: what is true is looked up. */
export function orderOf(event: unknown): Order {
  const { order, endpointName, source, detail, 'detail-type': detailType } = fieldsOf(event);
  if (source === SAGEMAKER_EVENT_SOURCE) {
    return orderOfSageMaker(detailType, fieldsOf(detail));
  }
  const known = ORDERS.find((each) => each === order);
  if (known === undefined) {
    throw new MalformedEventError(`neither an event of SageMaker nor an order: 'order' must be one of ${ORDERS.join(', ')}, got ${JSON.stringify(order)}`);
  }
  if (known !== 'reconcile' && !isText(endpointName)) {
    throw new MalformedEventError(`the order '${known}' needs an 'endpointName'`);
  }
  return { order: known, endpointName: isText(endpointName) ? endpointName : undefined };
}

function orderOfSageMaker(detailType: unknown, detail: Record<string, unknown>): Order {
  const groupName = detail.ModelPackageGroupName ?? /:model-package\/([^/]+)\/\d+$/.exec(String(detail.ModelPackageArn))?.[1];
  if (detailType === SAGEMAKER_DETAIL_TYPES.MODEL_PACKAGE && isText(groupName)) {
    return { order: 'reconcile', modelPackageGroupName: groupName };
  }
  if (detailType === SAGEMAKER_DETAIL_TYPES.ENDPOINT && isText(detail.EndpointName)) {
    return { order: 'reconcile', endpointName: detail.EndpointName };
  }
  throw new MalformedEventError(`an event of SageMaker that concerns no endpoint: ${JSON.stringify(detailType)}`);
}
