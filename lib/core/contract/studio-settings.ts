/** Type of the custom resource that writes the settings of Studio which CloudFormation's own resources cannot say. */
export const STUDIO_SETTINGS_RESOURCE_TYPE = 'Custom::SageMakerStudioSettings';

/** What a template tells the `configure-studio` handler. */
export interface StudioSettingsProperties {
  readonly DomainId: string;
  /** The person whose settings they are, where they are not the domain's. */
  readonly UserProfileName?: string;
  readonly Settings: StudioSettings;
  /**
   * The properties that CloudFormation itself writes. Nobody reads them: when they change it writes the settings of a domain, maybe without these ones, and
   * because this property changes too, these are written again afterwards.
   */
  readonly WrittenAfter: unknown;
}

/** Settings in the words of SageMaker's API. What is left out is left as it is, unless the template said it before. */
export interface StudioSettings {
  /** Those of a domain's people, or of the one person. */
  readonly UserSettings?: StudioSection;
  /** Those of a domain's shared spaces. */
  readonly SpaceSettings?: StudioSection;
  /** Those of a domain itself. */
  readonly DomainSettings?: StudioSection;
}

/** Where settings can be. */
export type StudioSectionName = keyof StudioSettings;

/** By their name in the API, such as `CanvasAppSettings`. */
export type StudioSection = Readonly<Record<string, StudioBlock>>;

/** The members of one setting; they are written one by one, so that those nobody here knows stay. */
export type StudioBlock = Readonly<Record<string, unknown>>;
