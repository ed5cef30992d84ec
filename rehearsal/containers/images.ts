import { JobFailure } from './failure';

/** Container images that the Python environment on this machine can stand in for. */
export interface ImageFamily {
  /** How it is called in registries: `<account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>`. */
  readonly repository: RegExp;
  /** Python modules that its scripts expect. */
  readonly modules: readonly string[];
  /** Programs of this folder that stand in for the algorithm inside the image, where a job or a model brings no script. */
  readonly algorithm?: { readonly train: string; readonly serve: string };
}

/** Add a family here to run its jobs locally. */
export const IMAGE_FAMILIES: readonly ImageFamily[] = [
  { repository: /^sagemaker-scikit-learn$/, modules: ['sklearn', 'pandas'] },
  { repository: /^sagemaker-xgboost$/, modules: ['xgboost', 'sklearn', 'pandas'], algorithm: { train: 'xgboost_train.py', serve: 'xgboost_serve.py' } },
];

/** The family of an image, or a failure that names the image. */
export function familyOf(image: string): ImageFamily {
  const repository = image.replace(/[:@][^/]*$/, '').split('/').pop() ?? '';
  const family = IMAGE_FAMILIES.find((candidate) => candidate.repository.test(repository));
  if (!family) {
    throw JobFailure.client(`image '${image}' cannot be run locally: the rehearsal knows the images sagemaker-scikit-learn and sagemaker-xgboost`);
  }
  return family;
}
