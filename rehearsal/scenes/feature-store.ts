import { readFileSync } from 'node:fs';
import { SageMakerFeatureStoreRuntimeClient, GetRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { Json } from '../sagemaker/api';
import { check, type Play } from './scene';

/** The records that the model was made from can be looked up online. */
export async function lookUpFeatures({ stage, workspace, report, printer }: Play): Promise<void> {
  const { FeatureGroupSummaries } = await stage.sagemaker.call('ListFeatureGroups', {});
  const group = String((FeatureGroupSummaries as Json[])[0].FeatureGroupName);
  const [header, first] = readFileSync(workspace.data, 'utf8').split('\n');
  const id = first.split(',')[0];
  const runtime = new SageMakerFeatureStoreRuntimeClient({ ...stage.client, endpoint: stage.sagemakerUrl });
  const { Record } = await runtime.send(new GetRecordCommand({ FeatureGroupName: group, RecordIdentifierValueAsString: id }));
  runtime.destroy();
  const found = new Map((Record ?? []).map(({ FeatureName, ValueAsString }) => [FeatureName, ValueAsString]));
  const differing = header.split(',').filter((name, index) => first.split(',')[index] !== '' && found.get(name) !== first.split(',')[index]);
  check(report, 'a record that was ingested can be looked up online', differing.length === 0, `${id} in ${group}`);
  printer.line('features', `record ${id} is online with ${found.size} features`);
}
