import { Executions } from '../../../lambda/shared/executions';
import { PipelineRun } from '../../../lambda/start-pipeline/pipeline-run';
import { FakePipelines } from '../../lambda/support/fake-pipelines';
import { FakeTime } from '../../lambda/support/fake-time';
import type { Happening, Scenario, World } from '../scenario';
import { MODEL, PREFIX } from '../site';
import type { Wire } from '../wire';
import { CloudFormation, type Asked } from './custom-resource';

const OTHER = `${PREFIX}churn`;

/** Pipelines, and deployments that want them run or gone. */
class Pipelines implements World {
  public readonly time = new FakeTime();
  public readonly happenings: readonly Happening[];
  private readonly pipelines = new FakePipelines();
  private readonly cloudFormation: CloudFormation;

  constructor(wire: Wire, private readonly asked: readonly Asked[], statuses: readonly string[], runsEnd = false) {
    const time = wire.time(this.time);
    this.cloudFormation = new CloudFormation(wire, time, 'Custom::SageMakerPipelineRun');
    const resource = new PipelineRun(new Executions(wire.client('sagemaker', this.pipelines.direct)), time);
    this.pipelines.pageSize = 2;
    [MODEL, OTHER].forEach((name) => this.pipelines.pipeline(name, ...statuses));
    this.happenings = asked.map((each) => ({ occur: () => runsEnd && this.end(), deliver: () => this.cloudFormation.ask(resource, each) }));
  }

  public endState() {
    const runs = [...this.pipelines.pipelines].map(([pipeline, all]) => [pipeline, all.map(({ displayName = 'by hand', status }) => `${displayName} ${status}`).sort()]);
    return { runs, answers: this.asked.map(({ id }) => this.answer(id)) };
  }

  public leftOver(): string[] {
    const gone = this.asked.filter(({ type }) => type === 'Delete').map(({ physicalId }) => physicalId!);
    const going = gone.flatMap((pipeline) => this.pipelines.pipelines.get(pipeline) ?? []).filter(({ status }) => ['Executing', 'Stopping'].includes(status));
    return [...going.map(({ arn, status }) => `${arn} is ${status}`), ...this.cloudFormation.waiting(...this.asked.map(({ id }) => id))];
  }

  public close(): void {
    this.cloudFormation.close();
  }

  private end(): void {
    [...this.pipelines.pipelines.values()].flat().filter(({ status }) => status === 'Executing').forEach((each) => { each.status = 'Succeeded'; });
  }

  /** The answer, with the run by its name: ARNs count runs in the order in which they were started. */
  private answer(id: string) {
    const { Status, PhysicalResourceId, Data } = this.cloudFormation.answers.get(id) ?? {};
    const run = [...this.pipelines.pipelines.values()].flat().find(({ arn }) => arn === Data?.PipelineExecutionArn);
    return { Status, PhysicalResourceId, run: run?.displayName };
  }
}

const run = (RunHash: string) => ({ PipelineName: MODEL, RunHash });

export const scenarios: Scenario[] = [
  {
    name: 'a first deployment, then one with changed code',
    handler: 'start-pipeline',
    open: (wire) => new Pipelines(wire, [
      { type: 'Create', id: 'create', resource: 'Run', properties: run('one') },
      { type: 'Update', id: 'update', resource: 'Run', properties: run('two'), oldProperties: run('one'), physicalId: MODEL },
    ], ['Succeeded', 'Failed', 'Succeeded']),
  },
  {
    name: 'a deployment that goes back to what ran before',
    handler: 'start-pipeline',
    inOrder: 'CloudFormation asks for the next change of a resource when the one before it was answered.',
    open: (wire) => new Pipelines(wire, [
      { type: 'Create', id: 'create', resource: 'Run', properties: run('one') },
      { type: 'Update', id: 'update', resource: 'Run', properties: run('two'), oldProperties: run('one'), physicalId: MODEL },
      { type: 'Update', id: 'back', resource: 'Run', properties: run('one'), oldProperties: run('two'), physicalId: MODEL },
    ], ['Succeeded'], true),
  },
  {
    name: 'two pipelines deleted while they run',
    handler: 'start-pipeline',
    open: (wire) => new Pipelines(wire, [MODEL, OTHER].map((PipelineName) => (
      { type: 'Delete', id: `delete-${PipelineName}`, resource: PipelineName, properties: { PipelineName, RunHash: 'one' }, physicalId: PipelineName }
    )), ['Executing', 'Succeeded', 'Executing']),
  },
];
