import type { Construct } from 'constructs';
import { isKnown, type Mistake, Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { PipelineValue, type _Rendered, type _ValueKind } from './value';

/** Settings of a text parameter. */
export interface StringParameterOptions {
  /**
   * Value when a run is started without one; a schedule needs it.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: string;

  /**
   * The values that are accepted.
   *
   * @default - any
   */
  readonly allowedValues?: string[];
}

/** Settings of a number parameter. */
export interface NumberParameterOptions {
  /**
   * Value when a run is started without one; a schedule needs it.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: number;
}

/** Settings of a yes-or-no parameter. */
export interface BooleanParameterOptions {
  /**
   * Value when a run is started without one; a schedule needs it.
   *
   * @default - every run must give a value
   */
  readonly defaultValue?: boolean;
}

/** What type a parameter has. */
export enum ParameterType {
  /** Text. */
  STRING = 'String',
  /** A whole number. */
  INTEGER = 'Integer',
  /** A number. */
  FLOAT = 'Float',
  /** Yes or no. */
  BOOLEAN = 'Boolean',
}

/**
 * A value that each run of a pipeline may be given.
 *
 * Made by the `add...Parameter` methods of a pipeline. Its name has 1 to 64 letters, digits, hyphens and underscores.
 */
export class Parameter extends PipelineValue {
  /** @internal */
  public static _of(scope: Construct, name: string, type: ParameterType, settings: _ParameterSettings): Parameter {
    check(scope, name, type, settings);
    return new Parameter(scope, name, type, settings);
  }

  /** Name of the parameter. */
  public readonly parameterName: string;
  /** Type of the parameter. */
  public readonly type: ParameterType;
  /** Whether a run can be started without a value. */
  public readonly hasDefault: boolean;

  private constructor(private readonly pipeline: Construct, name: string, type: ParameterType, private readonly settings: _ParameterSettings) {
    super();
    this.parameterName = name;
    this.type = type;
    this.hasDefault = settings.defaultValue !== undefined;
  }

  /** @internal */
  public _declaration(): Record<string, unknown> {
    const { defaultValue, allowedValues } = this.settings;
    return { Name: this.parameterName, Type: this.type, DefaultValue: defaultValue, EnumValues: allowedValues };
  }

  /**
   * What is wrong with a value that a run is given, which is text whatever the type is.
   *
   * @internal
   */
  public _mistakeIn(value: string): Mistake | undefined {
    if (!isKnown(value)) {
      return undefined;
    }
    const property = `parameter '${this.parameterName}'`;
    const { allowedValues } = this.settings;
    if (!FITS[this.type](value)) {
      return { code: 'ParameterValueType', property, problem: `must be given text that reads as ${this.type}`, value, fix: 'Correct the value.' };
    }
    if (allowedValues && !allowedValues.includes(value)) {
      return { code: 'ParameterValueNotAllowed', property, problem: `must be one of ${allowedValues.join(', ')}`, value, fix: "Correct the value, or add it to 'allowedValues'." };
    }
    return VALUE.mistakeInText(property, value);
  }

  /** @internal */
  public _render(): _Rendered {
    return { Get: `Parameters.${this.parameterName}` };
  }

  /** @internal */
  public override _isText(): boolean {
    return this.type === ParameterType.STRING;
  }

  /** @internal */
  public override _kind(): _ValueKind {
    return KINDS[this.type];
  }

  /** @internal */
  public override _home(): Construct {
    return this.pipeline;
  }

  /** @internal */
  public _describe(): string {
    return `parameter '${this.parameterName}'`;
  }
}

/** @internal */
export interface _ParameterSettings {
  readonly defaultValue?: string | number | boolean;
  readonly allowedValues?: string[];
}

const NAME = Limit.between('ParameterName', 1, 64);
const VALUE = Limit.of('Parameter.Value');

const KINDS: { readonly [type in ParameterType]: _ValueKind } = { String: 'text', Integer: 'number', Float: 'number', Boolean: 'truth value' };

const FITS: { readonly [type in ParameterType]: (text: string) => boolean } = {
  String: () => true,
  Integer: (text) => /^-?\d+$/.test(text),
  Float: (text) => text.trim() !== '' && Number.isFinite(Number(text)),
  Boolean: (text) => /^(true|false)$/i.test(text),
};

function check(scope: Construct, name: string, type: ParameterType, { defaultValue, allowedValues }: _ParameterSettings): void {
  new Mistakes(scope)
    .add(NAME.mistakeInText('parameter', name))
    .when(!/^[A-Za-z0-9\-_]*$/.test(name), {
      code: 'ParameterNamePattern', property: 'parameter', problem: 'may hold letters, digits, hyphens and underscores only', value: name,
      fix: 'Rename the parameter.',
    })
    .when(type === ParameterType.INTEGER && isKnown(defaultValue) && !Number.isInteger(defaultValue), {
      code: 'ParameterNotInteger', property: `parameter '${name}'`, problem: "'defaultValue' must be a whole number", value: defaultValue,
      fix: 'Use addFloatParameter, or a whole number.',
    })
    .when(type === ParameterType.FLOAT && isKnown(defaultValue) && !Number.isFinite(defaultValue), {
      code: 'ParameterNotNumber', property: `parameter '${name}'`, problem: "'defaultValue' must be a number", value: defaultValue,
      fix: 'Give it a number, or none.',
    })
    .when(allowedValues?.length === 0, {
      code: 'ParameterAllowsNothing', property: `parameter '${name}'`, problem: "'allowedValues' must not be empty",
      fix: "Leave 'allowedValues' out, or name the values.",
    })
    .when(!!allowedValues?.length && isKnown(defaultValue) && !allowedValues.includes(String(defaultValue)), {
      code: 'ParameterDefaultNotAllowed', property: `parameter '${name}'`, problem: `'defaultValue' must be one of ${allowedValues?.join(', ')}`, value: defaultValue,
      fix: "Add it to 'allowedValues', or choose another default.",
    })
    .throwIfAny();
}
