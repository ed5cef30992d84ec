import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

/** Tells which of the named alarms are in state ALARM now. */
export type AlarmReader = (names: readonly string[]) => Promise<readonly string[]>;

/** Reads alarms from CloudWatch, metric and composite ones. */
export class CloudWatchAlarms {
  private readonly client: CloudWatchClient;

  constructor(endpoint: string, region: string) {
    this.client = new CloudWatchClient({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 2 });
  }

  readonly read: AlarmReader = async (names) => {
    const found = await this.client.send(new DescribeAlarmsCommand({ AlarmNames: [...names], StateValue: 'ALARM', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
    return [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])]
      .filter((alarm) => alarm.StateValue === 'ALARM')
      .flatMap((alarm) => alarm.AlarmName ?? []);
  };

  close(): void {
    this.client.destroy();
  }
}
