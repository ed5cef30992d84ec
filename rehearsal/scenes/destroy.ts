import { versionToApprove } from './copies';
import { endpointNow } from './endpoints';
import { stopListening } from './notices';
import { approve } from './registry';
import { eventually } from './runs';
import { check, moment, timed, type Play } from './scene';

const UPDATES_WITHIN_MS = 30_000;

/** Kinds that AWS itself keeps for a while, whatever the app says. */
const STAYS_ON_PURPOSE = ['key pending deletion'];

/** Destroying the app in the middle of a deployment leaves nothing but what stays on purpose. */
export async function destroy(play: Play): Promise<void> {
  const { stage, app, report, printer } = play;
  await approve(play, (await versionToApprove(play)).number);
  const moving = await eventually(UPDATES_WITHIN_MS, 'the approval began no deployment', async () => {
    const endpoint = await endpointNow(play);
    return endpoint?.EndpointStatus === 'Updating' ? endpoint : undefined;
  });
  check(report, 'the app is destroyed in the middle of a deployment', true, String(moving.EndpointStatus));
  await moment(play, 'before the end');
  const { seconds } = await timed(() => app.destroy());
  await stopListening(play);
  const left = await stage.leftovers();
  report.staysOnPurpose.push(...left.filter(staysOnPurpose));
  report.leftovers = left.filter((each) => !staysOnPurpose(each));
  const summary = report.leftovers.length === 0 ? 'nothing left' : `left over: ${report.leftovers.join(', ')}`;
  check(report, 'destroying leaves nothing', report.leftovers.length === 0, report.leftovers.join(', '));
  printer.line('destroy', summary, seconds);
}

function staysOnPurpose(leftover: string): boolean {
  return STAYS_ON_PURPOSE.some((kind) => leftover.startsWith(kind));
}
