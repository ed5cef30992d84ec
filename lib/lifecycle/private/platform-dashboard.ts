import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { invalid } from '../../core/internal/errors';
import { jsonText } from '../../core/internal/json-text';
import type { RunComparison } from '../../pipeline';
import type { ModelLifecycle } from '../model-lifecycle';

/** A dashboard is this wide, in units of its own; a row has a heading and up to four graphs. */
const WIDTH = 24;
const GRAPH = { width: WIDTH / 4, height: 5 };
const HEADING = { width: WIDTH, height: 1 };
const ALARMS = { x: 0, y: 0, width: WIDTH, height: 2 };
const RUNS = { width: WIDTH, height: 8 };
/** CloudWatch refuses a dashboard with more. */
const MOST_WIDGETS = 500;

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, unknown>;
}

/** One page for all models of a platform: its alarms, runs side by side, and a row for each model. */
export class PlatformDashboard {
  public readonly resource: cloudwatch.CfnDashboard;
  private readonly widgets: Widget[] = [];

  /** Alarms are asked for when the template is written: those of the platform may still be made. */
  constructor(private readonly scope: Construct, alarms: () => cloudwatch.IAlarmRef[], comparison: RunComparison) {
    const runs = (): Widget[] => {
      const widget = comparison._widget(RUNS);
      widget.position(0, ALARMS.height);
      return widget.toJson() as Widget[];
    };
    const body = jsonText(scope, () => ({
      widgets: [
        { type: 'alarm', ...ALARMS, properties: { title: 'Lost work', alarms: alarms().map(({ alarmRef }) => alarmRef.alarmArn) } },
        ...(this.widgets.length > 0 ? runs() : []),
        ...this.widgets,
      ],
    }));
    this.resource = new cloudwatch.CfnDashboard(scope, 'Dashboard', { dashboardBody: body as unknown as string });
  }

  /** A model's row. Its metrics are found by their names, so that the platform does not depend on the stacks of its models. */
  public addModel({ node, modelName, pipeline, endpoint, monitors }: ModelLifecycle): void {
    const graphs = [
      graph('Runs', [pipeline.metricExecutionSucceeded(), pipeline.metricExecutionFailed()], Duration.hours(1)),
      ...(endpoint ? [
        graph('Calls', [endpoint.metricInvocations(), endpoint.metricInvocation5XXErrors()], Duration.minutes(5)),
        graph('Latency, microseconds', [endpoint.metricModelLatency()], Duration.minutes(5)),
      ] : []),
      ...(monitors.length > 0 ? [graph('Drift', monitors.flatMap((monitor) => [monitor.metricViolations(), monitor.metricWorstDrift()]), Duration.hours(1))] : []),
    ];
    if (2 + this.widgets.length + 1 + graphs.length > MOST_WIDGETS) {
      throw invalid(this.scope, {
        code: 'DashboardFull', property: 'dashboard', problem: `has no room for the model '${modelName}': it may hold ${MOST_WIDGETS} widgets`, value: node.path,
        fix: "Set 'dashboard: false' on the platform, or give some of its models a platform of their own.",
      });
    }
    const { region } = Stack.of(this.scope);
    const y = Math.max(ALARMS.height + RUNS.height, ...this.widgets.map((widget) => widget.y + widget.height));
    this.widgets.push({ type: 'text', x: 0, y, ...HEADING, properties: { markdown: `### ${modelName}` } });
    graphs.forEach((properties, index) => this.widgets.push({
      type: 'metric', x: index * GRAPH.width, y: y + HEADING.height, ...GRAPH, properties: { ...properties, region },
    }));
  }
}

function graph(title: string, metrics: readonly cloudwatch.Metric[], period: Duration): Record<string, unknown> {
  return { title, view: 'timeSeries', period: period.toSeconds(), metrics: metrics.map(inGraph) };
}

/** A metric as a graph names it: namespace, name, and then its dimensions in turn. */
function inGraph({ namespace, metricName, dimensions = {}, statistic }: cloudwatch.Metric): unknown[] {
  return [namespace, metricName, ...Object.entries(dimensions as Record<string, string>).flat(), { stat: statistic }];
}
