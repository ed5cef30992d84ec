import { Details } from '../../../lambda/notify-people/details';
import { Notifier } from '../../../lambda/notify-people/notify';
import { EvaluationReports } from '../../../lambda/shared/evaluation-reports';
import { NoticeTopic } from '../../../lambda/shared/notices';
import { FakeTime } from '../../lambda/support/fake-time';
import { noLog } from '../../lambda/support/invocation';
import { Played } from '../../lambda/support/played';
import type { Happening, Scenario, World } from '../scenario';
import { ACCOUNT, ARTIFACTS, MODEL, REGION, sagemakerArn, TOPIC } from '../site';
import type { Wire } from '../wire';

const EXECUTION = sagemakerArn(`pipeline/${MODEL}/execution/a1b2c3d4e5f6`);
const PACKAGE = sagemakerArn(`model-package/${MODEL}/3`);
const REPORT = JSON.stringify({ auc: 0.91, rows: 4000 });

/** A topic, and what there is to read about a run and a version. */
class Told implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly messages = new Set<string>();

  constructor(wire: Wire, events: readonly object[]) {
    const client = new Played()
      .on('DescribePipelineExecution', () => ({ FailureReason: 'Step failure', PipelineExecutionDescription: 'Weekly run' }))
      .on('ListPipelineExecutionSteps', ({ NextToken }) => (NextToken
        ? { PipelineExecutionSteps: [{ StepName: 'Train', StepStatus: 'Failed', FailureReason: 'AlgorithmError' }] }
        : { PipelineExecutionSteps: [{ StepName: 'Prepare', StepStatus: 'Succeeded' }], NextToken: 'more' }))
      .on('DescribeModelPackage', () => ({
        ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval',
        ModelMetrics: { ModelQuality: { Statistics: { ContentType: 'application/json', S3Uri: `s3://${ARTIFACTS}/models/${MODEL}/run-7/evaluation.json` } } },
      }))
      .on('GetObject', () => ({ ContentLength: REPORT.length, Body: { transformToString: () => Promise.resolve(REPORT) } }))
      .on('Publish', ({ Message, MessageAttributes }) => {
        this.messages.add(`${MessageAttributes.kind.StringValue} ${[EXECUTION, PACKAGE].find((arn) => Message.includes(arn))}`);
        return { MessageId: '1' };
      })
      .direct;
    const notifier = new Notifier(
      new Details(wire.client('sagemaker', client), new EvaluationReports(wire.client('s3', client))), new NoticeTopic(wire.client('sns', client), TOPIC),
    );
    this.happenings = events.map((event) => ({ deliver: () => wire.invoke(() => notifier.handle(event, noLog())) }));
  }

  /** What people were told of. Details that could not be read are named in the message, which goes out all the same: the event comes once. */
  public endState() {
    return [...this.messages].sort();
  }

  public leftOver(): string[] {
    return [];
  }
}

const sagemaker = (detailType: string, detail: object) => ({ id: 'e-1', source: 'aws.sagemaker', 'detail-type': detailType, account: ACCOUNT, region: REGION, detail });

export const scenarios: Scenario[] = [{
  name: 'a run that failed, and a version that awaits approval',
  handler: 'notify-people',
  open: (wire) => new Told(wire, [
    sagemaker('SageMaker Model Building Pipeline Execution Status Change', { pipelineExecutionArn: EXECUTION, currentPipelineExecutionStatus: 'Failed' }),
    sagemaker('SageMaker Model Package State Change', { ModelPackageArn: PACKAGE, ModelPackageStatus: 'Completed', ModelApprovalStatus: 'PendingManualApproval' }),
  ]),
}];
