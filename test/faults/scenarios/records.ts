import type { EndpointSettings } from '../../../lib/core/contract';
import { settingsHashOf } from '../../../lambda/shared/endpoints/settings';
import { recordOf, rowOf, type EndpointRecord } from '../../../lambda/shared/endpoints/record';
import { EndpointRecords } from '../../../lambda/shared/endpoints/records';
import { Waker } from '../../../lambda/shared/endpoints/wake';
import { FakeTable } from '../../lambda/support/fake-table';
import { ENDPOINTS_MACHINE, ENDPOINTS_TABLE, SERVING_ROLE } from '../site';
import type { Wire } from '../wire';
import { Executions } from './executions';

export function settingsOf(endpointName: string, more: Partial<EndpointSettings> = {}): EndpointSettings {
  return {
    endpointName, modelPackageGroupName: endpointName, executionRoleArn: SERVING_ROLE, variantName: 'AllTraffic', instanceType: 'ml.m5.large', instanceCount: 1,
    sources: { images: ['i'], artifacts: ['s3://artifacts/'] }, ...more,
  };
}

/** The table of endpoints' records and the state machine that those who write there wake. */
export class Records {
  public readonly table = new FakeTable('endpointName');
  public readonly executions: Executions;
  /** As a handler uses them. */
  public readonly records: EndpointRecords;
  public readonly waker: Waker;

  constructor(wire: Wire) {
    this.executions = new Executions(wire);
    this.records = new EndpointRecords(wire.client('dynamodb', this.table.direct), ENDPOINTS_TABLE);
    this.waker = new Waker(this.executions.client, ENDPOINTS_MACHINE);
  }

  /** An endpoint that was configured before. */
  public have(settings: EndpointSettings): void {
    this.table.items.set(settings.endpointName, {
      endpointName: { S: settings.endpointName }, settings: { S: JSON.stringify(settings) }, settingsHash: { S: settingsHashOf(settings) }, generation: { N: '1' },
    });
  }

  /** What should be, by endpoint. */
  public get wanted() {
    return this.all.map(({ endpointName, settings, settingsHash, paused, stopped, deletion }) => (
      { endpointName, settings, settingsHash, paused, stopped, deletion }
    ));
  }

  /** Records that changed and whose reconciler nobody woke. */
  public get asleep(): string[] {
    return this.all.filter(({ endpointName, generation }) => generation > 1 && !this.executions.inputs.has(`${endpointName}-${generation}`))
      .map(({ endpointName, generation }) => `nobody was woken for generation ${generation} of ${endpointName}`);
  }

  private get all(): EndpointRecord[] {
    return [...this.table.items.values()].flatMap((item) => rowOf(item) ?? []).map(recordOf).sort((a, b) => (a.endpointName < b.endpointName ? -1 : 1));
  }
}
