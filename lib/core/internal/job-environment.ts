import type { MlflowTracking } from '../mlflow-tracking';
import type { Mistake } from './errors';
import type { JobSite } from './job-site';

/** What of a job's options its environment is made of. */
export interface EnvironmentOptions {
  readonly environment?: { readonly [name: string]: string };
  readonly mlflow?: MlflowTracking;
  readonly networkIsolation?: boolean;
}

/** The variables of a job: those of its options, and those that say where it is tracked. A variable that somebody names is left as it is. */
export function environmentOf(site: JobSite, { environment, mlflow, networkIsolation }: EnvironmentOptions): { [name: string]: string } | undefined {
  const tracking = mlflow ?? (networkIsolation ? undefined : site.mlflow);
  return tracking ? { ...tracking._bind(site), ...environment } : environment;
}

/** Tracking needs a network. */
export function mistakeInTracking({ mlflow, networkIsolation }: EnvironmentOptions): Mistake | undefined {
  return mlflow && networkIsolation ? {
    code: 'TrackingNeedsNetwork', property: 'networkIsolation', problem: 'keeps the container from logging to MLflow', value: true,
    fix: "Leave it out, or leave 'mlflow' out.",
  } : undefined;
}
