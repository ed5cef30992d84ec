import type { HandlerName } from '../../lib/core/contract';
import type { FakeTime } from '../lambda/support/fake-time';
import type { Wire } from './wire';

/** Something that a handler is told about. */
export interface Happening {
  /**
   * What changes in the world. It happens once, however often its event is delivered.
   *
   * @default - nothing but the event
   */
  readonly occur?: () => unknown;

  /** One delivery of the event. Throws where whoever delivers would deliver it again. */
  readonly deliver: () => Promise<unknown>;
}

/** The fakes of one life, with a handler that talks to them through a wire. */
export interface World {
  readonly time: FakeTime;
  readonly happenings: readonly Happening[];
  /** What must be the same after every life, whatever befell it; without what only tells how often something was tried. */
  endState(): unknown;
  /** What somebody would have to clean up, or would wait for in vain, in words. */
  leftOver(): string[];
  /** Leaves the process as it was. */
  close?(): void;
}

/** A piece of a handler's life in which requests can go wrong. */
export interface Scenario {
  readonly name: string;
  readonly handler: HandlerName;
  /**
   * Why its events come in order, so that nothing is out of order.
   *
   * @default - they may come in any order
   */
  readonly inOrder?: string;
  open(wire: Wire): World;
}
