import { GetObjectCommand } from '@aws-sdk/client-s3';
import { conflict, validationException, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { pipeline, pipelineExecution } from '../kinds/runs';
import { parseDefinition } from '../pipelines/definition';
import { ClientTokens } from '../resources/client-tokens';
import { statusOf, type Resource } from '../resources/resource';
import { create, remove, standardOperations, update } from './standard';

/** Pipelines: their definition is taken inline or from S3, and parsed before it is accepted. */
export function pipelineOperations(context: Context): Handlers {
  const tokens = new ClientTokens();
  return {
    ...standardOperations(pipeline, context),
    CreatePipeline: (input) => tokens.once('CreatePipeline', input, async () => {
      const { PipelineDefinitionS3Location: _location, ...members } = input;
      const PipelineDefinition = await definitionText(input, context);
      const created = create(pipeline, { ...members, PipelineDefinition, CreatedBy: {}, LastModifiedBy: {}, Version: 1 }, context);
      return { PipelineArn: created.arn };
    }),
    UpdatePipeline: async (input) => {
      const found = context.resources.require(pipeline, input);
      const { PipelineDefinitionS3Location: location, ...members } = input;
      const definition = members.PipelineDefinition || location ? { PipelineDefinition: await definitionText(input, context) } : {};
      update(found, { ...members, ...definition, Version: found.attributes.Version + 1 }, context);
      return { PipelineArn: found.arn, PipelineVersionId: found.attributes.Version };
    },
    DeletePipeline: (input) => {
      const found = context.resources.require(pipeline, input);
      const running = executionsOf(found, context).filter((execution) => ['Executing', 'Stopping'].includes(statusOf(execution) ?? ''));
      if (running.length > 0) {
        throw conflict(`Pipeline ${found.arn} cannot be deleted while executions are running: ${running.map((execution) => execution.arn).join(', ')}`);
      }
      remove(found, context);
      executionsOf(found, context).forEach((execution) => context.resources.remove(execution));
      return { PipelineArn: found.arn };
    },
  };
}

/** The executions of a pipeline that the service still knows. */
export function executionsOf(owner: Resource, context: Context): Resource[] {
  return context.resources.all(pipelineExecution).filter((execution) => execution.attributes.PipelineArn === owner.arn);
}

async function definitionText(input: Json, context: Context): Promise<string> {
  const { PipelineDefinition: inline, PipelineDefinitionS3Location: location } = input;
  if ((inline === undefined) === (location === undefined)) {
    throw validationException('Exactly one of PipelineDefinition and PipelineDefinitionS3Location must be given.');
  }
  const text: string = inline ?? (await fromS3(location, context));
  parseDefinition(text);
  return text;
}

async function fromS3(location: Json, context: Context): Promise<string> {
  try {
    const object = await context.s3.send(new GetObjectCommand({ Bucket: location.Bucket, Key: location.ObjectKey, VersionId: location.VersionId }));
    return (await object.Body?.transformToString()) ?? '';
  } catch (error) {
    throw validationException(`Unable to read the pipeline definition at s3://${location.Bucket}/${location.ObjectKey}: ${(error as Error).message}`);
  }
}
