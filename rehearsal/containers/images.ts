import { JobFailure } from './failure';

/** Container images that the Python environment on this machine can stand in for. */
export interface ImageFamily {
  /** How it is called in registries: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`. */
  readonly repository: RegExp;
  /** Python modules that its scripts expect. */
  readonly modules: readonly string[];
  /** Whether it trains by an algorithm of its own when a job brings no script; that part exists in the image only. */
  readonly hasOwnAlgorithm: boolean;
}

/** Add a family here to run its jobs locally. */
export const IMAGE_FAMILIES: readonly ImageFamily[] = [
  { repository: /^sagemaker-scikit-learn$/, modules: ['sklearn', 'pandas'], hasOwnAlgorithm: false },
  { repository: /^sagemaker-xgboost$/, modules: ['xgboost', 'sklearn', 'pandas'], hasOwnAlgorithm: true },
];

/** The family of an image, or a failure that names the image. */
export function familyOf(image: string): ImageFamily {
  const repository = image.replace(/[:@][^/]*$/, '').split('/').pop() ?? '';
  const family = IMAGE_FAMILIES.find((candidate) => candidate.repository.test(repository));
  if (!family) {
    throw JobFailure.client(`image '${image}' cannot be run locally: the rehearsal runs scripts of the images sagemaker-scikit-learn and sagemaker-xgboost`);
  }
  return family;
}
