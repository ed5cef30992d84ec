import type { Json } from '../../../rehearsal/sagemaker/api';

export const get = (path: string) => ({ Get: path });
export const join = (on: string, ...values: unknown[]) => ({ 'Std:Join': { On: on, Values: values } });

export const step = (name: string, more: Json = {}) => ({ Name: name, Type: 'Processing', Arguments: {}, ...more });
export const fail = (name: string, message: unknown = 'no') => ({ Name: name, Type: 'Fail', Arguments: { ErrorMessage: message } });

export const condition = (name: string, conditions: Json[], ifSteps: Json[] = [], elseSteps: Json[] = []) => ({
  Name: name, Type: 'Condition', Arguments: { Conditions: conditions, IfSteps: ifSteps, ElseSteps: elseSteps },
});

export const pipeline = (steps: Json[], more: Json = {}): any => ({ Version: '2020-12-01', Parameters: [], Steps: steps, ...more });
