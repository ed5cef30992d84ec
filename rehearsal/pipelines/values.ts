import type { Json } from '../sagemaker/api';
import type { ObjectStore } from '../containers/object-store';
import type { ParameterDefinition, PipelineDefinition, StepDefinition } from './definition';
import { StepFailure } from './failure';
import { follow, isObject, parsePath, referenceIn } from './references';

/** What a run knows: the source of every value that a definition refers to. */
export interface Known {
  readonly definition: PipelineDefinition;
  /** Parameters as texts, as StartPipelineExecution passes them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Execution variables, such as PipelineName. */
  readonly execution: Readonly<Record<string, string>>;
  /** All steps by name. */
  readonly steps: ReadonlyMap<string, StepDefinition>;
  /** What each ended step left: the answer to its Describe call, mostly. */
  readonly properties: ReadonlyMap<string, Json>;
}

/** Puts values in place of references and functions, at the time when a step starts. */
export class Values {
  constructor(private readonly known: Known, private readonly store: Pick<ObjectStore, 'read'>) {}

  /** The same with more execution variables, such as the name of the job that is about to start. */
  with(execution: Record<string, string>): Values {
    return new Values({ ...this.known, execution: { ...this.known.execution, ...execution } }, this.store);
  }

  async resolve(value: unknown): Promise<any> {
    const reference = referenceIn(value);
    if (reference !== undefined) {
      return this.get(reference);
    }
    if (Array.isArray(value)) {
      return Promise.all(value.map((item) => this.resolve(item)));
    }
    if (!isObject(value)) {
      return value;
    }
    if ('Std:Join' in value) {
      const { On, Values: parts } = value['Std:Join'];
      return (await Promise.all(parts.map((part: unknown) => this.resolve(part)))).map(asText).join(On);
    }
    if ('Std:JsonGet' in value) {
      return this.jsonGet(value['Std:JsonGet']);
    }
    const members = Object.entries(value).map(async ([name, member]) => [name, await this.resolve(member)] as const);
    return Object.fromEntries(await Promise.all(members));
  }

  private get(reference: string): unknown {
    const { definition, parameters, execution, properties } = this.known;
    const [root, name, ...path] = parsePath(reference) ?? [];
    let found: unknown;
    if (root === 'Parameters') {
      const parameter = definition.Parameters?.find((candidate) => candidate.Name === name);
      found = parameter && typed(parameter, parameters[parameter.Name]);
    } else if (root === 'Execution') {
      found = name === 'CurrentDateTime' ? new Date().toISOString() : execution[name];
    } else if (root === 'Steps') {
      found = follow(properties.get(String(name)), path);
    } else if (root === 'PipelineExperimentConfig') {
      const configured = definition.PipelineExperimentConfig?.[name];
      found = referenceIn(configured) ? this.get(referenceIn(configured)!) : configured;
    }
    if (found === undefined) {
      throw new StepFailure(`Unable to resolve '${reference}': there is no such value`);
    }
    return found;
  }

  private async jsonGet(call: Json): Promise<unknown> {
    const uri = call.PropertyFile ? this.locationOf(referenceIn(call.PropertyFile)!) : await this.resolve(call.S3Uri);
    const path = await this.resolve(call.Path);
    const found = follow(await this.readJson(uri), parsePath(path) ?? []);
    if (found === undefined || isObject(found) || Array.isArray(found)) {
      throw new StepFailure(`JsonGet: ${uri} has no ${found === undefined ? 'value' : 'plain value'} at '${path}'`);
    }
    return found;
  }

  /** Where a property file lies: among the outputs of the job that wrote it. */
  private locationOf(reference: string): string {
    const [, step, , file] = parsePath(reference) ?? [];
    const declared = this.known.steps.get(String(step))?.PropertyFiles?.find((candidate) => candidate.PropertyFileName === file);
    const output = follow(this.known.properties.get(String(step)), ['ProcessingOutputConfig', 'Outputs', declared?.OutputName ?? '', 'S3Output', 'S3Uri']);
    if (!declared || typeof output !== 'string') {
      throw new StepFailure(`Unable to resolve '${reference}': step '${step}' has left no such property file`);
    }
    return `${output.replace(/\/+$/, '')}/${declared.FilePath}`;
  }

  private async readJson(uri: string): Promise<unknown> {
    let text: string;
    try {
      text = (await this.store.read(uri)).toString('utf8');
    } catch (error) {
      throw new StepFailure(`JsonGet: ${uri} cannot be read: ${(error as Error).message}`);
    }
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new StepFailure(`JsonGet: ${uri} does not hold JSON: ${(error as Error).message}`);
    }
  }
}

function typed(parameter: ParameterDefinition, given: string | undefined): unknown {
  if (given === undefined) {
    return parameter.DefaultValue;
  }
  switch (parameter.Type) {
    case 'Integer':
    case 'Float':
      return Number(given);
    case 'Boolean':
      return given.toLowerCase() === 'true';
    case 'String':
      return given;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
