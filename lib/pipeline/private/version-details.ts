import { isKnown, type Mistakes } from '../../core/internal/errors';
import { type ApiRequest, grantJobTelemetry, type JobSite } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { ModelFramework, ModelValidation, ModelVersionOptions } from '../model-version-options';
import type { _StepSite } from '../step';
import { renderTransform } from './render-transform';

/** Members of a request to register a version that say where it comes from, what it is, and how it is tried. */
export function renderDetails(site: _StepSite, jobSite: JobSite, options: ModelVersionOptions): ApiRequest {
  const { validation, skipValidation, domain, task, samplePayload, origin, stage } = options;
  return {
    ValidationSpecification: validation && renderValidation(jobSite, validation),
    SkipModelValidation: skipValidation ? 'All' : undefined,
    Domain: domain,
    Task: task,
    SamplePayloadUrl: samplePayload?.bind(site.pipeline, site.pipelineRole).uri,
    MetadataProperties: origin && { CommitId: origin.commitId, Repository: origin.repository, GeneratedBy: origin.generatedBy, ProjectId: origin.projectId },
    ModelLifeCycle: stage && { Stage: stage.stage, StageStatus: stage.status, StageDescription: stage.description },
  };
}

function renderValidation(site: JobSite, { input, transform = {} }: ModelValidation): ApiRequest {
  const { ModelClientConfig: _client, DataCaptureConfig: _capture, DataProcessing: _processing, ...definition } = renderTransform(
    site, input.bind(site.scope, site.role).uri, transform,
  );
  grantJobTelemetry(site.scope, site.role, 'TransformJobs');
  return { ValidationRole: site.role.roleArn, ValidationProfiles: [{ ProfileName: 'batch', TransformJobDefinition: definition }] };
}

/** What a container is made with. */
export function renderFramework(framework: ModelFramework | undefined): ApiRequest {
  return framework === undefined ? {} : {
    Framework: framework.name,
    FrameworkVersion: framework.version,
    NearestModelName: framework.nearestModel,
    ModelInput: framework.inputs === undefined ? undefined : { DataInputConfig: framework.inputs },
  };
}

const ORIGIN = Limit.between('ModelOrigin', 0, 1024);
const INPUTS = Limit.between('ModelInputs', 1, 16_384);
const STAGE_DESCRIPTION = Limit.between('ModelStageDescription', 0, 1024);
/** What a validation has no member for. */
const NOT_IN_VALIDATION = ['requestTimeout', 'requestRetries', 'capture', 'inputFilter', 'outputFilter', 'joinInput', 'overrides'] as const;

/** Adds what the service would refuse. */
export function checkDetails(mistakes: Mistakes, { origin = {}, stage, validation, skipValidation, framework }: ModelVersionOptions): void {
  for (const member of ['commitId', 'repository', 'generatedBy', 'projectId'] as const) {
    mistakes.add(ORIGIN.mistakeInText(`origin.${member}`, origin[member]));
  }
  for (const member of ['stage', 'status'] as const) {
    const word = stage?.[member];
    mistakes.when(isKnown(word) && !/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(word), {
      code: 'ModelStageWord', property: `stage.${member}`, problem: 'may have up to 63 letters, digits and hyphens', value: word, fix: "Write it as 'Staging'.",
    });
  }
  const unsupported = NOT_IN_VALIDATION.find((member) => validation?.transform?.[member] !== undefined);
  mistakes
    .add(INPUTS.mistakeInText('framework.inputs', framework?.inputs))
    .add(STAGE_DESCRIPTION.mistakeInText('stage.description', stage?.description))
    .when(validation !== undefined && skipValidation === true, {
      code: 'ModelValidationSkipped', property: 'skipValidation', problem: "does not go with 'validation'", fix: 'Leave one of them out.',
    })
    .when(unsupported !== undefined, {
      code: 'ModelValidationTransform', property: 'validation.transform', problem: 'holds a setting that validations do not have', value: unsupported, fix: 'Leave it out.',
    });
}
