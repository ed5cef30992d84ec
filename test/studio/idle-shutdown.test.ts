import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { IdleShutdown } from '../../lib/studio';
import * as studio from '../../lib/studio';

const minutes = (count: number) => Duration.minutes(count);
const A_YEAR = 525_600;

function idleSettings(idleShutdown: IdleShutdown) {
  const stack = new Stack();
  new studio.Domain(stack, 'Studio', { idleShutdown });
  const [domain] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Domain'));
  return domain.Properties.DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings;
}

test.each([60, 61, 1440, 1441, A_YEAR])('an app may idle for %d minutes', (timeout) => {
  expect(idleSettings(IdleShutdown.after(minutes(timeout)))).toEqual({
    LifecycleManagement: 'ENABLED',
    IdleTimeoutInMinutes: timeout,
    MinIdleTimeoutInMinutes: 60,
    MaxIdleTimeoutInMinutes: Math.max(timeout, 1440),
  });
});

test('people may be held to the timeout', () => {
  const fixed = Duration.hours(2);

  expect(idleSettings(IdleShutdown.after(fixed, { minimum: fixed, maximum: fixed }))).toMatchObject({
    IdleTimeoutInMinutes: 120,
    MinIdleTimeoutInMinutes: 120,
    MaxIdleTimeoutInMinutes: 120,
  });
});

test('apps may run for ever', () => {
  expect(idleSettings(IdleShutdown.never())).toEqual({ LifecycleManagement: 'DISABLED' });
});

test.each([0, 59, A_YEAR + 1])('fails for a timeout of %d minutes', (timeout) => {
  expect(() => idleSettings(IdleShutdown.after(minutes(timeout)))).toThrow(new RegExp(`IdleTimeoutInMinutesRange[^]*timeout[^]*got ${timeout}`));
});

test.each([
  ['minimum', { minimum: minutes(59) }],
  ['maximum', { maximum: minutes(A_YEAR + 1) }],
])('fails for a %s that the service does not know', (property, options) => {
  expect(() => idleSettings(IdleShutdown.after(minutes(60), options))).toThrow(new RegExp(`IdleTimeoutInMinutesRange[^]*idleShutdown.${property}`));
});

test.each([
  ['below the minimum', 119, { minimum: minutes(120) }],
  ['above the maximum', 121, { maximum: minutes(120) }],
])('fails for a timeout %s', (_, timeout, options) => {
  expect(() => idleSettings(IdleShutdown.after(minutes(timeout), options))).toThrow(/IdleTimeoutOrder/);
});

test('fails for a fraction of a minute', () => {
  expect(() => idleSettings(IdleShutdown.after(Duration.seconds(3630)))).toThrow(/IdleTimeoutInMinutesFraction[^]*60.5/);
});

test('the error names the construct', () => {
  const stack = new Stack(new App(), 'Team');

  expect(() => new studio.Domain(stack, 'Studio', { idleShutdown: IdleShutdown.after(minutes(1)) })).toThrow('Team/Studio');
});
