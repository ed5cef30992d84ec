import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { Duration, type Size, SizeRoundingBehavior } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Mistakes, isKnown, type Mistake } from '../../core/internal/errors';
import { FOR_STUDIO_APPS, checkInstanceType } from '../../core/internal/instance-types';
import { Limit } from '../../core/internal/limits';
import type { CodeEditorOptions, JupyterLabOptions, SpaceStorageOptions } from '../app-options';
import { IdleShutdown } from '../idle-shutdown';

const VOLUME_GIB = Limit.between('SpaceEbsVolumeSizeInGb', 5, 16_384);
const DEFAULT_VOLUME_GIB = 5;
const DEFAULT_LARGEST_VOLUME_GIB = 100;
const DEFAULT_INSTANCE_TYPE = 'ml.t3.medium';

/** How apps and spaces are set up for everybody, or for one person. */
export interface AppSettings {
  readonly jupyterLab?: JupyterLabOptions;
  readonly codeEditor?: CodeEditorOptions;
  readonly idleShutdown?: IdleShutdown;
  readonly spaceStorage?: SpaceStorageOptions;
}

/** The part of CloudFormation's UserSettings that domains and profiles share; what is undefined is inherited. */
export interface RenderedAppSettings {
  readonly jupyterLabAppSettings?: RenderedApp;
  readonly codeEditorAppSettings?: RenderedApp;
  readonly spaceStorageSettings?: CfnDomain.DefaultSpaceStorageSettingsProperty;
}

interface RenderedApp {
  readonly defaultResourceSpec: CfnDomain.ResourceSpecProperty;
  readonly appLifecycleManagement: CfnDomain.AppLifecycleManagementProperty;
}

/** Renders the settings of both apps and of the spaces' storage, complete. */
export function renderAppSettings(scope: IConstruct, settings: AppSettings): RenderedAppSettings {
  return {
    jupyterLabAppSettings: renderApp(scope, 'jupyterLab', settings.jupyterLab ?? {}, settings.idleShutdown),
    codeEditorAppSettings: renderApp(scope, 'codeEditor', settings.codeEditor ?? {}, settings.idleShutdown),
    spaceStorageSettings: renderStorage(scope, settings.spaceStorage ?? {}),
  };
}

/**
 * Renders what one person has differently; what is not mentioned stays the domain's.
 *
 * The service takes the settings of an app as a whole, so what a changed app does not mention is filled in from the domain.
 */
export function renderDeviations(scope: IConstruct, own: AppSettings, domain: AppSettings): RenderedAppSettings {
  const app = (property: 'jupyterLab' | 'codeEditor'): RenderedApp | undefined =>
    own[property] && renderApp(scope, property, { ...domain[property], ...given(own[property]) }, domain.idleShutdown);
  return {
    jupyterLabAppSettings: app('jupyterLab'),
    codeEditorAppSettings: app('codeEditor'),
    spaceStorageSettings: own.spaceStorage && renderStorage(scope, { ...domain.spaceStorage, ...given(own.spaceStorage) }),
  };
}

/** The members that have a value; one set to undefined is one not mentioned. */
function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function renderApp(
  scope: IConstruct,
  property: string,
  app: JupyterLabOptions | CodeEditorOptions,
  idleShutdown: IdleShutdown | undefined,
): RenderedApp {
  const instanceType = app.instanceType ?? DEFAULT_INSTANCE_TYPE;
  checkInstanceType(scope, `${property}.instanceType`, instanceType, FOR_STUDIO_APPS);
  const idle = app.idleShutdown ?? idleShutdown ?? IdleShutdown.after(Duration.minutes(60));
  return {
    defaultResourceSpec: { instanceType },
    appLifecycleManagement: idle._bind(scope, app.idleShutdown ? `${property}.idleShutdown` : 'idleShutdown'),
  };
}

function renderStorage(scope: IConstruct, storage: SpaceStorageOptions): CfnDomain.DefaultSpaceStorageSettingsProperty {
  const standard = storage.defaultSize ? gibibytes(storage.defaultSize) : DEFAULT_VOLUME_GIB;
  const largest = storage.maximumSize ? gibibytes(storage.maximumSize) : Math.max(isKnown(standard) ? standard : 0, DEFAULT_LARGEST_VOLUME_GIB);
  new Mistakes(scope)
    .add(mistakeInVolume('spaceStorage.defaultSize', standard))
    .add(mistakeInVolume('spaceStorage.maximumSize', largest))
    .when(isKnown(standard) && isKnown(largest) && standard > largest, {
      code: 'SpaceStorageOrder',
      property: 'spaceStorage',
      problem: "'defaultSize' must not exceed 'maximumSize'",
      value: `${standard} GiB, ${largest} GiB`,
      fix: "Raise 'maximumSize' or lower 'defaultSize'.",
    })
    .throwIfAny();
  return { defaultEbsStorageSettings: { defaultEbsVolumeSizeInGb: standard, maximumEbsVolumeSizeInGb: largest } };
}

/** Fractions are kept, so that they can be refused together with the other mistakes. */
function gibibytes(size: Size): number {
  return size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
}

function mistakeInVolume(property: string, value: number): Mistake | undefined {
  if (isKnown(value) && !Number.isInteger(value)) {
    return { code: 'SpaceEbsVolumeSizeInGbFraction', property, problem: 'must be whole gibibytes', value, fix: 'Use Size.gibibytes(...).' };
  }
  return VOLUME_GIB.mistakeIn(property, value);
}
