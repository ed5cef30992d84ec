import type { Context, Handlers } from '../context';
import { endpointConfig, model } from '../kinds/hosting';
import { app, mlflowApp, space, studioLifecycleConfig, userProfile } from '../kinds/studio';
import { endpointOperations } from './endpoints';
import { executionOperations } from './executions';
import { featureOperations } from './features';
import { jobOperations } from './jobs';
import { monitoringOperations } from './monitoring';
import { pipelineOperations } from './pipelines';
import { registryOperations } from './registry';
import { standardOperations } from './standard';
import { domainOperations } from './studio';
import { tagOperations } from './tags';
import { transformOperations } from './transform-jobs';
import { tuningOperations } from './tuning-jobs';

/** Kinds that need nothing beyond what their table entry says. */
const PLAIN_KINDS = [userProfile, space, app, studioLifecycleConfig, mlflowApp, model, endpointConfig];

/** Every operation of the control plane that the stand-in carries out. */
export function controlPlaneOperations(context: Context): Handlers {
  return Object.assign(
    {},
    ...PLAIN_KINDS.map((kind) => standardOperations(kind, context)),
    domainOperations(context),
    endpointOperations(context),
    registryOperations(context),
    pipelineOperations(context),
    executionOperations(context),
    jobOperations(context),
    transformOperations(context),
    tuningOperations(context),
    featureOperations(context),
    monitoringOperations(context),
    tagOperations(context),
  ) as Handlers;
}
