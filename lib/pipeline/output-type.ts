/** What kind of value a step hands on. */
export enum OutputType {
  /** Text. */
  STRING = 'String',
  /** A whole number. */
  INTEGER = 'Integer',
  /** A number. */
  FLOAT = 'Float',
  /** A yes or no. */
  BOOLEAN = 'Boolean',
}
