import { Serving } from '../../hosting';
import type { ModelLifecycleProps } from '../model-lifecycle';

/** A model's properties, with what holds where they say nothing. */
export interface LifecycleSettings extends ModelLifecycleProps {
  readonly serve: Serving;
}

/** Whoever has to know the column to be predicted and was not told gets it from those who were. */
export function settingsOf(props: ModelLifecycleProps): LifecycleSettings {
  const { target, prepare, monitors } = props;
  const settings = { ...props, serve: props.serve ?? Serving.realTime() };
  const [known] = targetsOf(props).map(([, name]) => name);
  return known === undefined ? settings : {
    ...settings, target: target ?? known, prepare: prepare?._predicting(known), monitors: monitors?.map((monitor) => monitor._predicting(known)),
  };
}

/** The column to be predicted, by the property that names it. */
export function targetsOf({ target, train, prepare, monitors = [] }: ModelLifecycleProps): [string, string][] {
  const said: [string, string | undefined][] = [
    ['target', target], ['train', train._target], ['prepare', prepare?._target], ...monitors.map(({ _target }): [string, string | undefined] => ['monitors', _target]),
  ];
  return said.filter((each): each is [string, string] => each[1] !== undefined);
}
