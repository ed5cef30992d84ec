import { GetRecordCommand, PutRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { Json } from '../sagemaker/api';
import type { ExampleApp } from '../stage/example-app';
import { withRuntime } from './feature-rows';
import type { Watched } from './runs';
import { check, timed } from './scene';

const VECTOR = "Feature.vector('taste', 3)";
const SET = "Feature.set('tags', FeatureType.STRING)";
const ANA = 'ana';

/** The program with one more feature of tastes. */
export function growTastes(code: string): string {
  return code.replace(VECTOR, `${VECTOR}, ${SET}`);
}

/** A group in memory is made by the function that does so, which CloudFormation waits for; it holds a list and a vector. Says its name. */
export async function tastesAreKept(play: Watched, app: ExampleApp): Promise<string> {
  const { stage, report, printer } = play;
  const { seconds } = await timed(() => app.deployStack('Tastes'));
  const { FeatureGroupSummaries } = await stage.sagemaker.call('ListFeatureGroups', { NameContains: 'tastes' });
  const group = String((FeatureGroupSummaries as Json[])[0]?.FeatureGroupName);
  const found = await written(play, group, { seen: ['p1', 'p2', 'p1'], taste: ['0.5', '-1.0', '2.5'] });
  check(report, 'a group in memory holds lists and vectors as they were written', found.seen === 'p1,p2,p1' && found.taste === '0.5,-1.0,2.5', JSON.stringify(found));
  printer.line('deploy', 'stack Tastes is deployed: a group in memory, with a list and a vector', seconds);
  return group;
}

/** A set is added in place: the group is the same one with the same record. */
export async function tastesGrow(play: Watched, app: ExampleApp, FeatureGroupName: string): Promise<void> {
  const { stage, report, printer } = play;
  const before = await stage.sagemaker.call('DescribeFeatureGroup', { FeatureGroupName });
  const { seconds } = await timed(() => app.deployStack('Tastes'));
  const after = await stage.sagemaker.call('DescribeFeatureGroup', { FeatureGroupName });
  const { seen } = await read(play, FeatureGroupName);
  const { tags } = await written(play, FeatureGroupName, { tags: ['new', 'new'] });
  const added = (after.FeatureDefinitions as Json[]).at(-1);
  const same = after.CreationTime === before.CreationTime && seen === 'p1,p2,p1';
  check(report, 'a set is added in place, and the group stays the same', same && added?.CollectionType === 'Set' && tags === 'new', JSON.stringify(added));
  printer.line('deploy', 'the group of tastes has a set more', seconds);
}

/** The stack is deleted, and with it the group. */
export async function tastesGo({ stage, report, printer }: Watched, app: ExampleApp): Promise<void> {
  const { seconds } = await timed(() => app.destroyStack('Tastes'));
  const { FeatureGroupSummaries: left } = await stage.sagemaker.call('ListFeatureGroups', { NameContains: 'tastes' });
  check(report, 'the group in memory goes with its stack', (left as Json[]).length === 0, JSON.stringify(left));
  printer.line('destroy', 'stack Tastes is gone', seconds);
}

async function written(play: Watched, FeatureGroupName: string, values: Record<string, string[]>): Promise<Record<string, string>> {
  const Record = [
    { FeatureName: 'customer_id', ValueAsString: ANA }, { FeatureName: 'updated_at', ValueAsString: new Date().toISOString() },
    ...Object.entries(values).map(([FeatureName, ValueAsStringList]) => ({ FeatureName, ValueAsStringList })),
  ];
  await withRuntime(play, (runtime) => runtime.send(new PutRecordCommand({ FeatureGroupName, Record })));
  return read(play, FeatureGroupName);
}

/** The collections of a record, with commas. */
async function read(play: Watched, FeatureGroupName: string): Promise<Record<string, string>> {
  const look = new GetRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: ANA });
  const { Record: found = [] } = await withRuntime(play, (runtime) => runtime.send(look));
  return Object.fromEntries(found.map(({ FeatureName, ValueAsStringList = [] }) => [FeatureName!, ValueAsStringList.join()]));
}
