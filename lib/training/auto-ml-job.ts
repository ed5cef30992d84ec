import { ContainerImage, ImageUse, type S3Source } from '../core';
import type { ApiRequest, JobSite } from '../core/internal/job-site';
import type { AutoMlJobProps } from './auto-ml-options';
import { ModelTraining, type _ServedBy, _ServingScript, type _WaysToTrain } from './model-training';
import { renderAutoMlJob } from './private/render-auto-ml';

/**
 * A search for the best model of a table, by SageMaker Autopilot's ensembling: the mode that pipelines take.
 *
 * It costs its instances' time. Limits are checked where it is used; their source is the CreateAutoMLJob API.
 */
export class AutoMlJob extends ModelTraining {
  /** @internal */
  public readonly _namesColumns = true;

  constructor(private readonly props: AutoMlJobProps) {
    super();
  }

  /**
   * What candidates are compared by; undefined where that is found out from the data.
   *
   * @internal
   */
  public get _metric(): string | undefined {
    return this.props.metric;
  }

  /** @internal */
  public override get _target(): string {
    return this.props.target;
  }

  /** @internal */
  public _servedBy(): _ServedBy {
    return { image: this.props.servingImage ?? ContainerImage.of('autogluon', { use: ImageUse.INFERENCE }), script: _ServingScript.USELESS, name: 'AutoML' };
  }

  /** @internal */
  public _takesChannel(): boolean {
    return true;
  }

  /** @internal */
  public _by<T>({ autoMl }: _WaysToTrain<T>): T {
    return autoMl(this);
  }

  /**
   * The CreateAutoMLJob request without a name.
   *
   * @internal
   */
  public _render(site: JobSite, training: S3Source, validation?: S3Source): ApiRequest {
    return renderAutoMlJob(site, this.props, training, validation);
  }
}
