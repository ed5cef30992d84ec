import type { MonitorPlan, PlanRequest } from '../../../lib/core/contract';
import { Captures } from '../../../lambda/plan-monitoring/captures';
import { EndedJobs } from '../../../lambda/plan-monitoring/ended-jobs';
import { Planner } from '../../../lambda/plan-monitoring/plan';
import { ServedVersions } from '../../../lambda/plan-monitoring/served-version';
import { FakeTime } from '../../lambda/support/fake-time';
import { awsError, noLog } from '../../lambda/support/invocation';
import { collectRequest, monitorInput } from '../../lambda/support/monitoring';
import { Played } from '../../lambda/support/played';
import type { Happening, Scenario, World } from '../scenario';
import { ARTIFACTS, MODEL, PREFIX, sagemakerArn } from '../site';
import type { Wire } from '../wire';

const CAPTURED = ['2026/11/24/23', '2026/11/25/00', '2026/11/25/01'];
const BASELINE = `s3://${ARTIFACTS}/models/${MODEL}/run-7/baseline/`;

/** An endpoint with captures of two days, and the plans that were made for its monitors. */
class Monitored implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly plans = new Map<string, MonitorPlan>();

  constructor(wire: Wire, endpoints: readonly string[]) {
    const quality = { Statistics: { ContentType: 'application/json', S3Uri: `${BASELINE}statistics.json` }, Constraints: { ContentType: 'application/json', S3Uri: `${BASELINE}constraints.json` } };
    const sagemaker = new Played()
      .on('DescribeEndpoint', ({ EndpointName }) => {
        if (EndpointName !== MODEL) {
          throw awsError('ValidationException', `Could not find endpoint "${sagemakerArn(`endpoint/${EndpointName}`)}".`);
        }
        return { EndpointName, EndpointConfigName: `${MODEL}-3` };
      })
      .on('DescribeEndpointConfig', () => ({ ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: `${MODEL}-v3` }] }))
      .on('DescribeModel', () => ({ PrimaryContainer: { ModelPackageName: sagemakerArn(`model-package/${MODEL}/3`) } }))
      .on('DescribeModelPackage', () => ({ DriftCheckBaselines: { ModelDataQuality: quality } }))
      .on('DescribeProcessingJob', () => ({ ProcessingOutputConfig: { Outputs: [{ S3Output: { S3Uri: `s3://${ARTIFACTS}/monitoring/${MODEL}-data/1` } }] } }))
      .direct;
    const s3 = new Played().on('ListObjectsV2', ({ Prefix }) => ({
      CommonPrefixes: CAPTURED.map((hour) => `captures/${MODEL}/AllTraffic/${hour}/`).filter((folder) => folder.startsWith(Prefix)).map((folder) => ({ Prefix: folder })),
    })).direct;
    const planner = new Planner(new ServedVersions(wire.client('sagemaker', sagemaker)), new Captures(wire.client('s3', s3)), new EndedJobs(wire.client('sagemaker', sagemaker)));
    const own = (endpointName: string) => monitorInput({
      endpointName, monitorName: `${endpointName}-data`, captureS3Uri: `s3://${ARTIFACTS}/captures`, reportS3Uri: `s3://${ARTIFACTS}/monitoring`,
      scheduledTime: '2026-11-25T02:00:00Z',
    });
    const ofService = {
      ...collectRequest({ endpointName: MODEL, monitorName: `${MODEL}-service` }),
      execution: { status: 'Completed' as const, scheduledTime: '2026-11-25T02:00:00Z', processingJobArn: sagemakerArn(`processing-job/${PREFIX}monitoring-1`) },
    };
    this.happenings = [...endpoints.map(own), ofService].map((input) => {
      const request: PlanRequest = { input, startTime: '2026-11-25T02:00:01Z' };
      return { deliver: async () => {
        this.plans.set(input.monitorName, await wire.invoke(() => planner.plan(request, noLog())));
      } };
    });
  }

  public endState() {
    return [...this.plans].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  public leftOver(): string[] {
    return [];
  }
}

export const scenarios: Scenario[] = [{
  name: 'an analysis of two days, one of an endpoint that is not there, and one that Model Monitor made',
  handler: 'plan-monitoring',
  open: (wire) => new Monitored(wire, [MODEL, `${PREFIX}gone`]),
}];
