import { resourceNotFound, validationException, type Json } from '../api';
import type { Context, Handlers } from '../context';
import { modelPackage, modelPackageGroup } from '../kinds/registry';
import { problemsInModelCard } from '../model/model-card';
import { ClientTokens } from '../resources/client-tokens';
import { mergeDocuments } from '../resources/documents';
import type { Resource } from '../resources/resource';
import { list } from './listing';
import { create, remove, standardOperations } from './standard';

/** The model registry: groups with a policy, and numbered versions whose approval may change. */
export function registryOperations(context: Context): Handlers {
  return { ...standardOperations(modelPackageGroup, context), ...groupPolicyOperations(context), ...modelPackageOperations(context) };
}

function modelPackageOperations(context: Context): Handlers {
  const { resources, model, events } = context;
  const tokens = new ClientTokens();
  const named = (reference: string) => resources.require(modelPackage, { ModelPackageId: reference });
  return {
    CreateModelPackage: (input) => tokens.once('CreateModelPackage', input, () => {
      checkCard(input);
      const created = create(modelPackage, newPackage(input, context), context);
      return { ModelPackageArn: created.arn };
    }),
    DescribeModelPackage: (input) => model.project('DescribeModelPackageOutput', named(input.ModelPackageName).attributes),
    UpdateModelPackage: (input) => {
      const found = named(input.ModelPackageArn);
      checkCard(input, found);
      const { ModelPackageArn: _arn, ClientToken: _token, ...changes } = input;
      Object.assign(found.attributes, changedPackage(found, changes), { LastModifiedTime: context.clockwork.now() });
      events.stateChange(found, { UpdatedModelPackageFields: Object.keys(changes) });
      return { ModelPackageArn: found.arn };
    },
    DeleteModelPackage: (input) => {
      remove(named(input.ModelPackageName), context);
      return {};
    },
    ListModelPackages: (input) => {
      const { ModelPackageGroupName: group, ModelPackageType: type, ...filters } = input;
      const groupName = group && resources.require(modelPackageGroup, { ModelPackageGroupName: group }).id;
      const wanted = groupName ? { ...filters, ModelPackageGroupName: groupName } : { ...filters, ...(type !== 'Both' && { Versioned: type === 'Versioned' }) };
      return list(modelPackage, wanted, context);
    },
  };
}

/** A card follows its schema, and one that is archived stays as it is. */
function checkCard({ ModelCard: card }: Json, found?: Resource): void {
  if (card && found?.attributes.ModelCard?.ModelCardStatus === 'Archived') {
    throw validationException('Model Card is in Archived state');
  }
  const [problem] = card?.ModelCardContent === undefined ? [] : problemsInModelCard(card.ModelCardContent);
  if (problem) {
    throw validationException(`The model card does not follow the model package model card schema: ${problem}`);
  }
}

/** The document of a new package: the next version of its group, or a package with a name of its own. */
function newPackage(input: Json, context: Context): Json {
  const { ModelPackageGroupName: group, ModelPackageName: name } = input;
  if ((group === undefined) === (name === undefined)) {
    throw validationException('Exactly one of ModelPackageGroupName and ModelPackageName must be given.');
  }
  const common = { ...input, ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] }, CreatedBy: {}, Versioned: group !== undefined };
  if (name !== undefined) {
    return { ...common, ModelPackageId: name };
  }
  const owner = context.resources.require(modelPackageGroup, { ModelPackageGroupName: group });
  owner.attributes.LastVersion = (owner.attributes.LastVersion ?? 0) + 1;
  const version = owner.attributes.LastVersion;
  return {
    ...common,
    ModelPackageGroupName: owner.id,
    ModelPackageName: `${owner.id}-${version}`.slice(-63),
    ModelPackageVersion: version,
    ModelPackageId: `${owner.id.toLowerCase()}/${version}`,
    ModelApprovalStatus: input.ModelApprovalStatus ?? 'PendingManualApproval',
  };
}

function changedPackage(found: Resource, changes: Json): Json {
  const { CustomerMetadataPropertiesToRemove: dropped = [], AdditionalInferenceSpecificationsToAdd: added = [], ...members } = changes;
  const changed = mergeDocuments(found.attributes, members);
  for (const key of dropped) {
    delete changed.CustomerMetadataProperties?.[key];
  }
  if (added.length > 0) {
    changed.AdditionalInferenceSpecifications = [...(found.attributes.AdditionalInferenceSpecifications ?? []), ...added];
  }
  return changed;
}

function groupPolicyOperations(context: Context): Handlers {
  const named = (input: Json) => context.resources.require(modelPackageGroup, input);
  const withPolicy = (input: Json) => {
    const group = named(input);
    if (!group.attributes.ResourcePolicy) {
      throw resourceNotFound(`Cannot find resource policy for: ${group.arn}`);
    }
    return group;
  };
  return {
    PutModelPackageGroupPolicy: (input) => {
      const group = named(input);
      try {
        JSON.parse(input.ResourcePolicy);
      } catch {
        throw validationException('The resource policy is not valid JSON.');
      }
      group.attributes.ResourcePolicy = input.ResourcePolicy;
      return { ModelPackageGroupArn: group.arn };
    },
    GetModelPackageGroupPolicy: (input) => ({ ResourcePolicy: withPolicy(input).attributes.ResourcePolicy }),
    DeleteModelPackageGroupPolicy: (input) => {
      delete withPolicy(input).attributes.ResourcePolicy;
      return {};
    },
  };
}
