import type { ServingVersionAnswer } from '../../../lib/core/contract';
import { Finder } from '../../../lambda/find-serving-version/finder';
import { Versions } from '../../../lambda/find-serving-version/versions';
import { FakeTime } from '../../lambda/support/fake-time';
import { awsError, noLog } from '../../lambda/support/invocation';
import { Played } from '../../lambda/support/played';
import type { Happening, Scenario, World } from '../scenario';
import { ARTIFACTS, MODEL, PREFIX, sagemakerArn } from '../site';
import type { Wire } from '../wire';

const IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/xgboost';
const folderOf = (group: string) => `s3://${ARTIFACTS}/models/${group}`;

/** An endpoint that serves, a group with an approved version and no endpoint, and what was answered to runs of both. */
class Found implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly answers = new Map<string, ServingVersionAnswer>();

  constructor(wire: Wire, groups: readonly string[]) {
    const sagemaker = new Played()
      .on('DescribeEndpoint', ({ EndpointName }) => {
        if (EndpointName !== MODEL) {
          throw awsError('ValidationException', `Could not find endpoint "${sagemakerArn(`endpoint/${EndpointName}`)}".`);
        }
        return { EndpointName, EndpointConfigName: `${MODEL}-3`, EndpointStatus: 'InService' };
      })
      .on('DescribeEndpointConfig', () => ({ ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: `${MODEL}-v3` }] }))
      .on('DescribeModel', () => ({ PrimaryContainer: { ModelPackageName: sagemakerArn(`model-package/${MODEL}/3`) } }))
      .on('ListModelPackages', ({ ModelPackageGroupName }) => ({ ModelPackageSummaryList: [{ ModelPackageArn: sagemakerArn(`model-package/${ModelPackageGroupName}/2`) }] }))
      .on('DescribeModelPackage', ({ ModelPackageName }) => {
        const [, group, version] = (ModelPackageName as string).split('/');
        return { InferenceSpecification: { Containers: [{ ModelDataUrl: `${folderOf(group)}/${version}/model.tar.gz`, Image: `${IMAGE}:1`, Environment: { LEVEL: version } }] } };
      })
      .direct;
    const finder = new Finder(new Versions(wire.client('sagemaker', sagemaker)));
    this.happenings = groups.map((group) => {
      const container = group === MODEL ? { image: `${IMAGE}:2`, environment: { LEVEL: '9', SEED: '7' } } : undefined;
      const request = { container, endpointName: group, modelPackageGroupName: group, candidate: `${folderOf(group)}/run-9/model.tar.gz`, artifacts: folderOf(group) };
      return { deliver: async () => {
        this.answers.set(group, await wire.invoke(() => finder.find(request, noLog())));
      } };
    });
  }

  public endState() {
    return [...this.answers].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  public leftOver(): string[] {
    return [];
  }
}

export const scenarios: Scenario[] = [{
  name: 'a version that serves and is to answer a batch, and one that is approved and not served',
  handler: 'find-serving-version',
  open: (wire) => new Found(wire, [MODEL, `${PREFIX}churn`]),
}];
