import type { CfnDomain, CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { Stack } from 'aws-cdk-lib/core';
import { invalid } from '../../core/internal/errors';

/** What of the settings of people is for Studio Classic alone. */
const OF_CLASSIC = ['jupyterServerAppSettings', 'kernelGatewayAppSettings'];
const CLASSIC_LANDING = 'app:JupyterServer:';

/** Refuses Studio Classic where somebody set it up on the resource itself: a new domain cannot start it. */
export function refuseClassic(resource: CfnDomain | CfnUserProfile, settingsNow: () => unknown): void {
  resource.node.addValidation({
    validate: () => {
      const settings = Stack.of(resource).resolve(settingsNow()) as Record<string, unknown> | undefined;
      const found = OF_CLASSIC.find((member) => settings?.[member] !== undefined)
        ?? (String(settings?.defaultLandingUri).startsWith(CLASSIC_LANDING) ? 'defaultLandingUri' : undefined)
        ?? (settings?.studioWebPortal === 'DISABLED' ? 'studioWebPortal' : undefined);
      return found === undefined ? [] : [
        invalid(resource, {
          code: 'StudioClassicRefused', property: found, problem: 'sets up Studio Classic, which AWS has ended: new domains cannot start its apps, and it gets no fixes',
          fix: 'Use JupyterLab or Code Editor; images, scripts and Git repositories are settings of `jupyterLab` and `codeEditor`.',
        }).message,
      ];
    },
  });
}
