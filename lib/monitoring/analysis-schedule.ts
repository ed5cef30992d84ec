import { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Mistakes, type Mistake } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

/** The minute of an hourly analysis. */
export interface HourlyOptions {
  /**
   * Minute of the hour, from 0 to 59.
   *
   * @default - one that follows from the monitor's place in the app, so that not all monitors start at once
   */
  readonly minute?: number;
}

/** The time of a daily analysis, in UTC. */
export interface DailyOptions extends HourlyOptions {
  /**
   * Hour of the day, from 0 to 23.
   *
   * @default 3
   */
  readonly hour?: number;
}

/** The time of a weekly analysis, in UTC. */
export interface WeeklyOptions extends DailyOptions {
  /**
   * Day of the week: `MON` to `SUN`.
   *
   * @default 'MON'
   */
  readonly weekDay?: string;
}

const MINUTE = Limit.between('Minute', 0, 59);
const HOUR = Limit.between('Hour', 0, 23);
const WEEK_DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/**
 * When a monitor looks, and how much time lies between two looks.
 *
 * Each look costs a job of some minutes: hourly it is twenty-four times the price of daily.
 */
export class AnalysisSchedule {
  /** Every hour. */
  public static hourly(options: HourlyOptions = {}): AnalysisSchedule {
    return new AnalysisSchedule(Duration.hours(1), [MINUTE.mistakeIn('minute', options.minute)], (minute) => `${options.minute ?? minute} * * * ? *`, '*');
  }

  /** Every day. */
  public static daily(options: DailyOptions = {}): AnalysisSchedule {
    const { hour = 3 } = options;
    const mistakes = [MINUTE.mistakeIn('minute', options.minute), HOUR.mistakeIn('hour', options.hour)];
    return new AnalysisSchedule(Duration.days(1), mistakes, (minute) => `${options.minute ?? minute} ${hour} * * ? *`, String(hour));
  }

  /** Every week. */
  public static weekly(options: WeeklyOptions = {}): AnalysisSchedule {
    const { weekDay = 'MON', hour = 3 } = options;
    const mistakes = [MINUTE.mistakeIn('minute', options.minute), HOUR.mistakeIn('hour', options.hour), mistakeInDay(weekDay)];
    return new AnalysisSchedule(Duration.days(7), mistakes, (minute) => `${options.minute ?? minute} ${hour} ? * ${weekDay} *`);
  }

  /**
   * At other times.
   *
   * @param expression what stands in the brackets of EventBridge Scheduler's `cron(...)`, in UTC: `0 6,18 * * ? *`
   * @param period time between two looks, in whole minutes
   */
  public static cron(expression: string, period: Duration): AnalysisSchedule {
    return new AnalysisSchedule(period, [mistakeInCron(expression)], () => expression);
  }

  /** Time between two looks. */
  public readonly period: Duration;

  private constructor(
    period: Duration,
    private readonly mistakes: (Mistake | undefined)[],
    private readonly fields: (minute: number) => string,
    private readonly wholeHours?: string,
  ) {
    this.period = period;
  }

  /**
   * The expression as EventBridge Scheduler takes it, with a minute from the construct's address where none was given.
   *
   * @internal
   */
  public _expression(scope: IConstruct): string {
    this.check(scope);
    return `cron(${this.fields(Number.parseInt(scope.node.addr.slice(-4), 16) % 60)})`;
  }

  /**
   * The expression as Model Monitor takes it: at full hours, hourly or daily, with a delay of up to 20 minutes of its own; undefined for others.
   *
   * @internal
   */
  public _atFullHours(scope: IConstruct): string | undefined {
    this.check(scope);
    return this.wholeHours === undefined ? undefined : `cron(0 ${this.wholeHours} ? * * *)`;
  }

  private check(scope: IConstruct): void {
    const all = new Mistakes(scope);
    this.mistakes.forEach((mistake) => all.add(mistake));
    all.throwIfAny();
  }
}

function mistakeInDay(weekDay: string): Mistake | undefined {
  return WEEK_DAYS.includes(weekDay) ? undefined : {
    code: 'WeekDayUnknown', property: 'weekDay', problem: 'is not a day of the week', value: weekDay, fix: `Use one of ${WEEK_DAYS.join(', ')}.`,
  };
}

function mistakeInCron(expression: string): Mistake | undefined {
  const fields = expression.trim().split(/\s+/);
  return fields.length === 6 && !/[()]/.test(expression) && fields[0] !== '*' ? undefined : {
    code: 'CronInvalid',
    property: 'schedule',
    problem: 'must be six fields, without cron(), of which the first is not every minute',
    value: expression,
    fix: "Write minute, hour, day of month, month, day of week and year: '0 6 * * ? *'.",
  };
}
