import type { Json } from '../sagemaker/api';
import { endpointNow, servedBy, untilServes } from './endpoints';
import { eventually } from './runs';
import { check, moment, timed, type Play } from './scene';

const INSTANCE = 'ml.m5.xlarge';
const REACHES_WITHIN_MS = 30_000;

/** A changed instance type in the settings reaches the endpoint with the deployment, without a new approval. */
export async function changedSettings(play: Play): Promise<void> {
  const { app, report, printer, stage } = play;
  const before = (await endpointNow(play))!;
  const serving = await servedBy(play, before);
  await moment(play, 'before the settings');
  const { seconds } = await timed(async () => {
    app.change({ servingInstance: INSTANCE });
    await app.synthesise('off');
    await app.deploy('--all');
    await eventually(REACHES_WITHIN_MS, `the endpoint does not run on ${INSTANCE}`, async () => {
      const endpoint = await endpointNow(play);
      const { ProductionVariants } = await stage.sagemaker.call('DescribeEndpointConfig', { EndpointConfigName: endpoint?.EndpointConfigName });
      return (ProductionVariants as Json[])[0].InstanceType === INSTANCE ? true : undefined;
    });
    await untilServes(play, serving, before);
  });
  check(report, 'a changed instance type reaches the endpoint without a new approval', true, INSTANCE);
  printer.line('settings', `the endpoint runs on ${INSTANCE}, with the same version`, seconds);
}
