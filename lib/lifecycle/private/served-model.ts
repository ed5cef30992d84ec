import type { S3Source } from '../../core';
import { AutoMlStep, ModelContainer, type ModelTrainingStep, PackageModelStep, type RegisterModelStepProps, type Step } from '../../pipeline';
import type { _ServedBy } from '../../training';
import type { LifecycleSettings } from './lifecycle-settings';

/** What was trained, with what it needs to answer requests. */
export class ServedModel {
  /** What has to run before it is complete. */
  public readonly steps: readonly Step[];
  /** `model.tar.gz` with all that serving it takes. */
  public readonly artifact: S3Source;

  constructor(private readonly train: ModelTrainingStep, private readonly servedBy: _ServedBy, private readonly props: LifecycleSettings) {
    const { serve: { code }, packaging } = props;
    const complete = code && new PackageModelStep('Package', { model: train.model, inferenceCode: code, processing: packaging });
    this.steps = complete ? [complete] : [];
    this.artifact = complete?.model ?? train.model;
  }

  /** What serves, for the registry. */
  public get version(): Pick<RegisterModelStepProps, 'model' | 'image' | 'environment' | 'containers'> {
    const { environment } = this.props.serve;
    const { artifact: model, servedBy: { image }, container } = this;
    return this.train instanceof AutoMlStep ? { containers: [container] } : { model, image, environment };
  }

  /** What serves. */
  public get container(): ModelContainer {
    const { environment } = this.props.serve;
    const { artifact, servedBy: { image }, train } = this;
    // The best candidate says by itself which image it needs.
    return train instanceof AutoMlStep ? train.container({ environment }) : ModelContainer.fromArtifact(image, artifact, { environment });
  }
}
