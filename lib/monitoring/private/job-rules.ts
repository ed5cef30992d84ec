import type { Construct } from 'constructs';
import { isKnown, Mistakes } from '../../core/internal/errors';
import { checkInstanceType, FOR_PROCESSING } from '../../core/internal/instance-types';
import { Limit } from '../../core/internal/limits';
import type { AnalysisJobOptions } from '../monitoring-engine';

const RUNTIME = Limit.of('MonitoringStoppingCondition.MaxRuntimeInSeconds');
const VOLUME = Limit.of('MonitoringClusterConfig.VolumeSizeInGB');

export const DEFAULT_INSTANCE = 'ml.m5.large';

/** Refuses a job that SageMaker would refuse. */
export function checkJob(scope: Construct, { instanceType, volumeSize, maxRuntime }: AnalysisJobOptions): void {
  checkInstanceType(scope, 'instanceType', instanceType, FOR_PROCESSING);
  new Mistakes(scope)
    .add(RUNTIME.mistakeIn('maxRuntime', isKnown(maxRuntime) ? maxRuntime.toSeconds() : undefined))
    .add(VOLUME.mistakeIn('volumeSize', isKnown(volumeSize) ? volumeSize.toGibibytes() : undefined))
    .throwIfAny();
}
