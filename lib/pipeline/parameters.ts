import type { Construct } from 'constructs';
import { Mistakes } from '../core/internal/errors';
import { Limit } from '../core/internal/limits';
import { PipelineValue, type _Rendered } from './value';

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
  STRING = 'String',
  INTEGER = 'Integer',
  FLOAT = 'Float',
  BOOLEAN = 'Boolean',
}

/** A value that each run of a pipeline may be given. */
export class Parameter extends PipelineValue {
  /** @internal */
  public static _of(scope: Construct, name: string, type: ParameterType, settings: _ParameterSettings): Parameter {
    check(scope, name, type, settings);
    return new Parameter(name, type, settings);
  }

  /** Name of the parameter. */
  public readonly parameterName: string;
  /** Type of the parameter. */
  public readonly type: ParameterType;
  /** Whether a run can be started without a value. */
  public readonly hasDefault: boolean;

  private constructor(name: string, type: ParameterType, private readonly settings: _ParameterSettings) {
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

  /** @internal */
  public _render(): _Rendered {
    return { Get: `Parameters.${this.parameterName}` };
  }

  /** @internal */
  public override _isText(): boolean {
    return this.type === ParameterType.STRING;
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

function check(scope: Construct, name: string, type: ParameterType, { defaultValue, allowedValues }: _ParameterSettings): void {
  new Mistakes(scope)
    .add(NAME.mistakeInText('parameter', name))
    .when(!/^[A-Za-z0-9\-_]*$/.test(name), {
      code: 'ParameterNamePattern', property: 'parameter', problem: 'may hold letters, digits, hyphens and underscores only', value: name,
      fix: 'Rename the parameter.',
    })
    .when(type === ParameterType.INTEGER && typeof defaultValue === 'number' && !Number.isInteger(defaultValue), {
      code: 'ParameterNotInteger', property: `parameter '${name}'`, problem: "'defaultValue' must be a whole number", value: defaultValue,
      fix: 'Use addFloatParameter, or a whole number.',
    })
    .when(allowedValues?.length === 0, {
      code: 'ParameterAllowsNothing', property: `parameter '${name}'`, problem: "'allowedValues' must not be empty",
      fix: "Leave 'allowedValues' out, or name the values.",
    })
    .when(!!allowedValues?.length && defaultValue !== undefined && !allowedValues.includes(String(defaultValue)), {
      code: 'ParameterDefaultNotAllowed', property: `parameter '${name}'`, problem: `'defaultValue' must be one of ${allowedValues?.join(', ')}`, value: defaultValue,
      fix: "Add it to 'allowedValues', or choose another default.",
    })
    .throwIfAny();
}
