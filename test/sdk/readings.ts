/** How definitions are read before they are compared: what is written in two ways and means one thing. Each reading must be needed by a case. */
export interface Reading {
  readonly name: string;
  readonly reason: string;
  /** Another way to write a value whose parts are read already, or the value itself; `member` is the name under which it stands. */
  readonly read: (value: unknown, member: string) => unknown;
}

/** Lists whose entries have names, by which they are compared. */
const NAMED: Readonly<Record<string, string>> = {
  Steps: 'Name', IfSteps: 'Name', ElseSteps: 'Name', ForEachBody: 'Name', Parameters: 'Name', OutputParameters: 'OutputName', PropertyFiles: 'PropertyFileName', ProcessingInputs: 'InputName',
  Outputs: 'OutputName', MetricDefinitions: 'Name', ContinuousParameterRanges: 'Name', IntegerParameterRanges: 'Name',
  CategoricalParameterRanges: 'Name', TrainingJobDefinitions: 'DefinitionName',
};

const SETS = ['DependsOn', 'ExceptionType', 'SecurityGroupIds', 'Subnets'];

export const READINGS: readonly Reading[] = [
  {
    name: 'joins',
    reason: 'A join of texts, of joins, or with a separator means the text that comes out of it.',
    read: (value) => (isRecord(value) && isRecord(value['Std:Join']) ? joined(value['Std:Join'] as { On: string; Values: unknown[] }) : value),
  },
  {
    name: 'names in lists',
    reason: 'Steps, channels, inputs, outputs and the like are found by their names; their order says nothing.',
    read: (value, member) => (Array.isArray(value) && NAMED[member]
      ? Object.fromEntries(value.map((each: Record<string, unknown>) => [each[NAMED[member]], each])) : value),
  },
  {
    name: 'sets',
    reason: 'What a step waits for, what is tried again, and networks are sets.',
    read: (value, member) => (Array.isArray(value) && SETS.includes(member) ? inOrder(value) : value),
  },
  {
    name: 'code',
    reason: 'Code that is uploaded has another name in each of the two, made from its content.',
    read: (value) => (typeof value === 'string' && /^"?s3:\/\/(results\/income\/code|cdk-hnb659fds-assets-[^/]+)\//.test(value) ? '<code>' : value),
  },
  {
    name: 'settings in files',
    reason: 'What a container reads from a file beside its code is a file of the run: another name, and what checks are told there is compared on its own.',
    read: (value) => (typeof value === 'string' && /^s3:\/\/results\/.*\/(analysis_config|configuration)\.json$/.test(value) ? '<code>' : value),
  },
  {
    name: 'JSON in texts',
    reason: 'Spaces and the order of members say nothing.',
    read: (value) => {
      const text = isRecord(value) && Array.isArray(value.text) ? value.text.map(inText).join('') : value;
      return typeof text === 'string' && text.startsWith('{') ? parsed(text) : value;
    },
  },
  {
    name: 'nothing',
    reason: 'A list or map without entries, and null, say as little as a member that is not there.',
    read: (value) => (isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, each]) => !isNothing(each))) : value),
  },
  {
    name: 'hyperparameters',
    reason: 'The training toolkit reads a hyperparameter as JSON, and as plain text where it is not JSON: both mean the same text.',
    read: (value, member) => (/^(HyperParameters|StaticHyperParameters)$/.test(member) && isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, typeof text === 'string' ? fromJson(text) : text])) : value),
  },
];

/** By what the entries say, which need not be texts. */
function inOrder(entries: readonly unknown[]): unknown[] {
  return [...entries].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** A part of a text; a reference by its path. */
function inText(part: unknown): string {
  return typeof part === 'string' ? part : `<${isRecord(part) && typeof part.Get === 'string' ? part.Get : ''}>`;
}

/** A definition as it is meant. */
export function readAs(value: unknown, readings: readonly Reading[], member = ''): unknown {
  const parts = Array.isArray(value)
    ? value.map((each) => readAs(each, readings))
    : isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readAs(each, readings, name)])) : value;
  return readings.reduce((read, reading) => reading.read(read, member), parts);
}

function joined({ On: separator, Values: parts }: { On: string; Values: unknown[] }): unknown {
  const pieces: unknown[] = [];
  const add = (piece: unknown) => {
    const last = pieces.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') {
      pieces[pieces.length - 1] = last + piece;
    } else if (piece !== '') {
      pieces.push(piece);
    }
  };
  parts.forEach((part, index) => {
    add(index === 0 ? '' : separator);
    const inner = isRecord(part) && Array.isArray(part.text) ? part.text as unknown[] : [typeof part === 'number' || typeof part === 'boolean' ? String(part) : part];
    inner.forEach(add);
  });
  return pieces.length === 1 && typeof pieces[0] === 'string' ? pieces[0] : { text: pieces };
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function fromJson(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
