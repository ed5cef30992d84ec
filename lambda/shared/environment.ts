/** The value of an environment variable that the construct sets; fails the cold start with its name when it is missing. */
export function required<Names extends object>(name: keyof Names & string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`environment variable ${name} is not set: the function was not made by its construct`);
  }
  return value;
}

/** The value of an environment variable that may be left out. */
export function optional<Names extends object>(name: keyof Names & string): string | undefined {
  return process.env[name] || undefined;
}
