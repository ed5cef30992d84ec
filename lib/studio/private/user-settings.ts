import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Duration, type Size, SizeRoundingBehavior, Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { Mistakes, isKnown, type Mistake } from '../../core/internal/errors';
import { FOR_STUDIO_APPS, checkInstanceType } from '../../core/internal/instance-types';
import { Limit } from '../../core/internal/limits';
import type { AmazonQ } from '../amazon-q';
import type { CodeEditorOptions, JupyterLabOptions, SpaceAppOptions, SpaceStorageOptions } from '../app-options';
import type { ICustomImage } from '../custom-image';
import type { EmrOptions } from '../emr';
import { IdleShutdown } from '../idle-shutdown';
import { LifecycleScript } from '../lifecycle-script';
import type { DomainIsolation } from '../isolation';
import type { StudioPortalOptions } from '../portal';
import { renderEmr, type RenderedEmr } from './emr-settings';
import { lifecycleConfig, type SpaceApp } from './script-part';

const IMAGES = Limit.of('JupyterLabAppSettings.CustomImages');
const SCRIPTS = Limit.of('JupyterLabAppSettings.LifecycleConfigArns');
const REPOSITORIES = Limit.of('JupyterLabAppSettings.CodeRepositories');
const REPOSITORY = Limit.of('CodeRepository.RepositoryUrl');
/** What the service's pattern says, in a form that is quick to refuse. */
const REPOSITORY_FORM = /^https:\/\/[\w.-]+(\/[\w.-]+)*\/?$/;
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
  readonly portal?: StudioPortalOptions;
  readonly isolation?: DomainIsolation;
  readonly emr?: EmrOptions;
  readonly amazonQ?: AmazonQ;
}

/** The part of CloudFormation's UserSettings that domains and profiles share; what is undefined is inherited. */
export interface RenderedAppSettings {
  readonly jupyterLabAppSettings?: RenderedApp & { readonly emrSettings?: RenderedEmr };
  readonly codeEditorAppSettings?: RenderedApp;
  readonly spaceStorageSettings?: CfnDomain.DefaultSpaceStorageSettingsProperty;
}

interface RenderedApp {
  readonly defaultResourceSpec: CfnDomain.ResourceSpecProperty;
  readonly appLifecycleManagement: CfnDomain.AppLifecycleManagementProperty;
  readonly customImages?: CfnDomain.CustomImageProperty[];
  readonly builtInLifecycleConfigArn?: string;
  readonly lifecycleConfigArns?: string[];
}

/** Renders the settings of both apps and of the spaces' storage, complete. */
export function renderAppSettings(scope: Construct, settings: AppSettings): RenderedAppSettings {
  return {
    jupyterLabAppSettings: renderJupyterLab({ scope, idleShutdown: settings.idleShutdown }, settings.jupyterLab ?? {}),
    codeEditorAppSettings: renderCodeEditor({ scope, idleShutdown: settings.idleShutdown }, settings.codeEditor ?? {}),
    spaceStorageSettings: renderStorage(scope, settings.spaceStorage ?? {}),
  };
}

/**
 * Renders what one person has differently; what is not mentioned stays the domain's.
 *
 * The service takes the settings of an app as a whole, so what a changed app does not mention is filled in from the domain.
 */
export function renderDeviations(scope: Construct, own: AppSettings, domain: Construct, ofDomain: AppSettings): RenderedAppSettings {
  const site = { scope, idleShutdown: ofDomain.idleShutdown, sharesWith: Stack.of(domain) === Stack.of(scope) ? domain : undefined };
  const emr = own.emr ?? ofDomain.emr;
  return {
    jupyterLabAppSettings: (own.jupyterLab ?? own.emr) && {
      ...renderJupyterLab(site, { ...ofDomain.jupyterLab, ...given(own.jupyterLab ?? {}) }), ...emr && { emrSettings: renderEmr(scope, emr) },
    },
    codeEditorAppSettings: own.codeEditor && renderCodeEditor(site, { ...ofDomain.codeEditor, ...given(own.codeEditor) }),
    spaceStorageSettings: own.spaceStorage && renderStorage(scope, { ...ofDomain.spaceStorage, ...given(own.spaceStorage) }),
  };
}

/** Lets a role do what the apps of a person need when they start. */
export function allowApps(scope: Construct, role: iam.IRole, own: AppSettings, ofDomain: AppSettings = {}): void {
  for (const app of ['jupyterLab', 'codeEditor'] as const) {
    const { startup = [], optionalScripts = [] } = { ...ofDomain[app], ...given(own[app] ?? {}) };
    [...startup, ...optionalScripts].forEach((script) => script._grantRead(scope, role));
  }
}

/** The members that have a value; one set to undefined is one not mentioned. */
export function given<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Where the settings of an app are rendered. */
interface Site {
  readonly scope: Construct;
  readonly idleShutdown?: IdleShutdown;
  /** What has made scripts already that may be the same. */
  readonly sharesWith?: Construct;
}

function renderJupyterLab(site: Site, app: JupyterLabOptions): RenderedApp & Pick<CfnDomain.JupyterLabAppSettingsProperty, 'codeRepositories'> {
  return { ...renderApp(site, 'JupyterLab', app), codeRepositories: renderRepositories(site.scope, app.repositories) };
}

function renderCodeEditor(site: Site, { extensions = [], startup = [], ...app }: CodeEditorOptions): RenderedApp {
  return renderApp(site, 'CodeEditor', { ...app, startup: extensions.length > 0 ? [...startup, LifecycleScript._installExtensions(extensions)] : startup });
}

function renderApp({ scope, idleShutdown, sharesWith }: Site, kind: SpaceApp, app: SpaceAppOptions): RenderedApp {
  const property = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
  const { instanceType = DEFAULT_INSTANCE_TYPE, defaultImage, images = [], startup, optionalScripts } = app;
  const customImages = [...new Set([...images, ...(defaultImage ? [defaultImage] : [])])];
  checkInstanceType(scope, `${property}.instanceType`, instanceType, FOR_STUDIO_APPS);
  new Mistakes(scope)
    .add(SCRIPTS.mistakeInCount(`${property}.optionalScripts`, optionalScripts))
    .add(IMAGES.mistakeInCount(`${property}.images`, customImages))
    .throwIfAny();
  const idle = app.idleShutdown ?? idleShutdown ?? IdleShutdown.after(Duration.minutes(60));
  const config = (member: string, scripts: readonly LifecycleScript[]) => lifecycleConfig(scope, kind, `${property}.${member}`, scripts, sharesWith);
  return {
    defaultResourceSpec: { instanceType, sageMakerImageArn: defaultImage?.imageArn, sageMakerImageVersionArn: defaultImage?._imageVersionArn },
    customImages: customImages.length > 0 ? customImages.map((image) => renderImage(image, kind)) : undefined,
    appLifecycleManagement: idle._bind(scope, app.idleShutdown ? `${property}.idleShutdown` : 'idleShutdown'),
    builtInLifecycleConfigArn: startup?.length ? config('startup', startup) : undefined,
    lifecycleConfigArns: optionalScripts?.length ? optionalScripts.map((script) => config('optionalScripts', [script])) : undefined,
  };
}

function renderImage(image: ICustomImage, kind: SpaceApp): CfnDomain.CustomImageProperty {
  return { imageName: image.imageName, imageVersionNumber: image.imageVersion, appImageConfigName: image._configFor(kind) };
}

function renderRepositories(scope: Construct, addresses: string[] | undefined): CfnDomain.CodeRepositoryProperty[] | undefined {
  const mistakes = new Mistakes(scope).add(REPOSITORIES.mistakeInCount('jupyterLab.repositories', addresses));
  for (const value of addresses ?? []) {
    mistakes.add(REPOSITORY.mistakeInText('jupyterLab.repositories', value)).when(isKnown(value) && !REPOSITORY_FORM.test(value), {
      code: 'RepositoryUrlPattern', property: 'jupyterLab.repositories', problem: 'must be the https:// address of a repository, without a user and a port', value,
      fix: "Write it like 'https://github.com/team/project.git'.",
    });
  }
  mistakes.throwIfAny();
  return addresses?.length ? addresses.map((repositoryUrl) => ({ repositoryUrl })) : undefined;
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
export function gibibytes(size: Size): number {
  return size.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
}

export function mistakeInVolume(property: string, value: number): Mistake | undefined {
  if (isKnown(value) && !Number.isInteger(value)) {
    return { code: 'SpaceEbsVolumeSizeInGbFraction', property, problem: 'must be whole gibibytes', value, fix: 'Use Size.gibibytes(...).' };
  }
  return VOLUME_GIB.mistakeIn(property, value);
}
