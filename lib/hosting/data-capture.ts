import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';

const PERCENTAGE = Limit.between('CapturePercentage', 1, 100);

/** What of an endpoint's traffic is written to S3, for monitors and for people. It costs the storage of requests and answers. */
export class DataCapture {
  /** Every request and every answer. */
  public static all(): DataCapture {
    return new DataCapture(100);
  }

  /** A share of the requests, with their answers, in percent from 1 to 100. */
  public static sample(percentage: number): DataCapture {
    new Mistakes().add(PERCENTAGE.mistakeIn('percentage', percentage)).throwIfAny();
    return new DataCapture(percentage);
  }

  /** Nothing: monitors have nothing to look at. */
  public static none(): DataCapture {
    return new DataCapture(0);
  }

  /** Share of the requests that is captured, in percent. */
  public readonly percentage: number;

  private constructor(percentage: number) {
    this.percentage = percentage;
  }
}
