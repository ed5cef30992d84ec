import { Serving } from '../../hosting';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** A model's properties, with what holds where they say nothing. */
export interface LifecycleSettings extends ModelLifecycleProps {
  readonly serve: Serving;
}

export function settingsOf(props: ModelLifecycleProps): LifecycleSettings {
  return { ...props, serve: props.serve ?? Serving.realTime() };
}
