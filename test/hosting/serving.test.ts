import { Lazy } from 'aws-cdk-lib/core';
import { Serving } from '../../lib/hosting';

const SCRIPT = 'examples/income/model/inference.py';

describe('serving in real time', () => {
  test('takes just a script, which the containers find in the model', () => {
    const { code, instanceType, environment } = Serving.realTime({ entryPoint: SCRIPT });
    expect(code?.entryPoint).toBe('inference.py');
    expect(instanceType).toBe('ml.m5.large');
    expect(environment).toEqual({
      SAGEMAKER_PROGRAM: 'inference.py', SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code', SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
    });
  });

  test('takes every setting', () => {
    const { code, instanceType, environment } = Serving.realTime({
      entryPoint: SCRIPT, sourceDir: 'examples/income', instanceType: 'ml.c5.xlarge', environment: { THRESHOLD: '0.5' },
    });
    expect(code?.entryPoint).toBe('model/inference.py');
    expect(instanceType).toBe('ml.c5.xlarge');
    expect(environment).toMatchObject({ SAGEMAKER_PROGRAM: 'model/inference.py', THRESHOLD: '0.5' });
  });

  test('takes nothing at all: the image serves as it is', () => {
    const { code, instanceType, environment } = Serving.realTime();
    expect([code, instanceType, environment]).toEqual([undefined, 'ml.m5.large', { SAGEMAKER_CONTAINER_LOG_LEVEL: '20' }]);
  });

  test('leaves variables that lead to a script to the user, where there is no script of ours', () => {
    expect(Serving.realTime({ environment: { SAGEMAKER_PROGRAM: 'own.py' } }).environment.SAGEMAKER_PROGRAM).toBe('own.py');
  });

  test('fails for a folder without a script', () => {
    expect(() => Serving.realTime({ sourceDir: 'examples/income' })).toThrow(/ServingFolderWithoutScript\n {2}sourceDir: goes with 'entryPoint', got 'examples\/income'/);
  });

  test('leaves the log level to the user', () => {
    expect(Serving.realTime({ entryPoint: SCRIPT, environment: { SAGEMAKER_CONTAINER_LOG_LEVEL: '10' } }).environment.SAGEMAKER_CONTAINER_LOG_LEVEL).toBe('10');
  });

  test('does not change the environment it was given', () => {
    const environment = { THRESHOLD: '0.5' };
    Serving.realTime({ entryPoint: SCRIPT, environment });
    expect(environment).toEqual({ THRESHOLD: '0.5' });
  });

  test.each(['SAGEMAKER_PROGRAM', 'SAGEMAKER_SUBMIT_DIRECTORY'])('fails when the environment sets %s, which would hide the script', (name) => {
    expect(() => Serving.realTime({ entryPoint: SCRIPT, environment: { [name]: 'other.py' } })).toThrow(
      new RegExp(`ServingEnvironmentReserved\\n {2}environment: ${name} is set from 'entryPoint', got 'other.py'`),
    );
  });

  test.each([['a type', 'ml.g5.xlarge'], ['a token', Lazy.string({ produce: () => 'ml.m5.large' })]])('takes %s for an instance', (_, instanceType) => {
    expect(Serving.realTime({ entryPoint: SCRIPT, instanceType }).instanceType).toBe(instanceType);
  });

  test.each(['m5.large', 'ml.m5', '', 'serverless'])("fails for the instance type '%s'", (instanceType) => {
    expect(() => Serving.realTime({ entryPoint: SCRIPT, instanceType })).toThrow(/InstanceTypeInvalid\n {2}instanceType: must look like 'ml.m5.large'/);
  });

  test('tells of all mistakes at once', () => {
    expect(() => Serving.realTime({ entryPoint: SCRIPT, instanceType: 'm5', environment: { SAGEMAKER_PROGRAM: 'x' } })).toThrow(
      /InstanceTypeInvalid[^]*ServingEnvironmentReserved/,
    );
  });
});
