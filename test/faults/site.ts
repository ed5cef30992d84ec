/** Where all scenarios take place: the names that `policies/template.ts` gives to the resources of a platform. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
export const PREFIX = 'ml-';
export const MODEL = `${PREFIX}income`;
export const CUSTOMERS_GROUP = `${PREFIX}customers`;
export const SHOPS_GROUP = `${PREFIX}shops`;
export const ORDERS_GROUP = `${PREFIX}orders`;
export const TASTES_GROUP = `${PREFIX}tastes`;

export const ENDPOINTS_TABLE = 'endpoints';
export const RETRAININGS_TABLE = 'retrainings';
export const ARTIFACTS = 'artifacts';
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/platform`;
export const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:people`;
export const ENDPOINTS_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:endpoints`;
export const GLUE_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:glue`;
export const MONITORS_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:monitors`;
export const SEARCHES_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:searches`;
export const IMAGES_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:images`;
export const GROUPS_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:groups`;
export const STUDIO_MACHINE = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:studio`;
export const STUDIO_DOMAIN = 'd-studio';
export const SERVING_ROLE = `arn:aws:iam::${ACCOUNT}:role/ml/serving`;
export const MONITOR_ROLE = `arn:aws:iam::${ACCOUNT}:role/ml/monitor`;

export function sagemakerArn(resource: string): string {
  return `arn:aws:sagemaker:${REGION}:${ACCOUNT}:${resource}`;
}
