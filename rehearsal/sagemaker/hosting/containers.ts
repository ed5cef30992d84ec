import type { ServedContainer } from '../../containers/model-host';
import { validationException, type Json } from '../api';
import type { Context } from '../context';
import { modelPackage } from '../kinds/registry';

/** The containers of a model that is being created, with what its packages say put in; refused where a package cannot be used. */
export function resolvedContainers(model: Json, context: Context): ServedContainer[] {
  const { PrimaryContainer: primary, Containers: several } = model;
  if ((primary === undefined) === (several === undefined)) {
    throw validationException('Exactly one of PrimaryContainer and Containers must be provided.');
  }
  return (several ?? [primary]).flatMap((container: Json) => (container.ModelPackageName ? fromPackage(container, context) : [fromImage(container)]));
}

function fromImage(container: Json): ServedContainer {
  if (!container.Image) {
    throw validationException('A container must name an Image or a ModelPackageName.');
  }
  return container;
}

/** A package's containers; variables given beside it are laid over its own. */
function fromPackage(container: Json, context: Context): ServedContainer[] {
  if (container.Image || container.ModelDataUrl || container.ModelDataSource) {
    throw validationException('A container that names a ModelPackageName takes its Image and model data from there, and must not name them.');
  }
  const found = context.resources.require(modelPackage, { ModelPackageId: container.ModelPackageName });
  const { ModelPackageStatus: status } = found.attributes;
  if (status !== 'Completed') {
    throw validationException(`Cannot create a model from model package ${found.arn} in status ${status}; it must be Completed.`);
  }
  const specification = specificationOf(found.attributes, container.InferenceSpecificationName);
  if (!specification) {
    throw validationException(`Model package ${found.arn} has no inference specification ${container.InferenceSpecificationName ?? ''}`.trim());
  }
  return specification.Containers.map(({ Image, ModelDataUrl, ModelDataSource, Environment }: Json) => (
    { Image, ModelDataUrl, ModelDataSource, Environment: { ...Environment, ...container.Environment } }));
}

function specificationOf(version: Json, name: string | undefined): Json | undefined {
  return name === undefined ? version.InferenceSpecification
    : version.AdditionalInferenceSpecifications?.find((each: Json) => each.Name === name);
}
