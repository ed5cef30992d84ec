/** A job cannot go on; the message is the failure reason that a person reads in DescribeProcessingJob or DescribeTrainingJob. */
export class JobFailure extends Error {
  /** The caller asked for something that cannot be had: a missing object, an unusable setting. */
  static client(problem: string): JobFailure {
    return new JobFailure(`ClientError: ${problem}`);
  }

  /** The user's code ended with an error. */
  static algorithm(problem: string, exitCode: number | null): JobFailure {
    return new JobFailure(`AlgorithmError: ${problem}, exit code: ${exitCode ?? 'none (killed)'}`);
  }
}

/** SageMaker shows the first 1,024 characters of /opt/ml/output/failure; the cause of a long one stands at its end, so here both ends are shown. */
const SHOWN = 1024;

/**
 * What the training toolkit wrote about a failure, on one line.
 *
 * The toolkit of the scikit-learn image leaves the error message of a script empty: it is in the log, from where it is taken.
 */
export function reasonFromFailureFile(failureFile: string, log: string): string {
  const text = failureFile.replace(/\s+/g, ' ').trim();
  const whole = text.replace('ErrorMessage ""', () => `ErrorMessage "${lastWords(saidByScript(log))}"`);
  return whole.length <= SHOWN ? whole : `${whole.slice(0, SHOWN / 2)} ... ${whole.slice(5 - SHOWN / 2)}`;
}

/** Why a program ended: the exception below its last Python traceback, or else the last line it wrote. */
export function lastWords(log: string): string {
  return lastException(log) ?? log.trimEnd().split('\n').pop()?.trim().slice(0, SHOWN / 2) ?? '';
}

/** The line below the last Python traceback, such as `ValueError: no rows`. */
function lastException(log: string): string | undefined {
  const start = log.lastIndexOf('Traceback (most recent call last)');
  if (start < 0) {
    return undefined;
  }
  const [, ...below] = log.slice(start).split('\n');
  return below.find((line) => /^\S/.test(line))?.trim().replace(/\s+/g, ' ').slice(0, SHOWN / 2);
}

/** The part of a training log between the toolkit's call of the script and its report. */
function saidByScript(log: string): string {
  const [beforeReport] = log.split(/^.*sagemaker-training-toolkit +ERROR +Reporting training FAILURE$/m);
  const [, afterCall] = /^Invoking script with the following command:\n\n[^\n]*\n(.*)$/ms.exec(beforeReport) ?? [];
  return afterCall ?? beforeReport;
}
