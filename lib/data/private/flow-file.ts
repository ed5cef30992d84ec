import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { invalid, Mistakes } from '../../core/internal/errors';
import { existingPath } from './existing-path';

/** A node of a flow: a source, a transform, an analysis or a destination. */
export interface FlowNode {
  readonly node_id: string;
  readonly type: string;
  readonly name?: string;
  readonly parameters?: { readonly dataset_definition?: Record<string, unknown> };
  readonly inputs?: readonly { readonly node_id: string; readonly output_name?: string }[];
  readonly outputs?: readonly { readonly name: string }[];
}

/** A source of a flow, by the name under which the job has to bring its data. */
export interface FlowSource {
  readonly name: string;
  /** Kind of the source: `S3`, `Athena`, `Redshift` and others. */
  readonly kind: string;
  /** Where the data lies, for sources in S3. */
  readonly uri?: string;
}

interface FlowDocument {
  readonly metadata?: { readonly version?: unknown };
  readonly parameters?: unknown;
  readonly nodes?: unknown;
}

/** The version of the format that AWS's image reads. */
const VERSION = 1;
/** Nodes that make no data. */
const WITHOUT_DATA = ['VISUALIZATION'];

/** A `.flow` file that was found in order. */
export class FlowFile {
  public static read(path: string): FlowFile {
    const absolute = existingPath('flow', path);
    const fail = (problem: string, fix = 'Export the flow from Data Wrangler again.'): never => {
      throw invalid(undefined, { code: 'FlowMalformed', property: `flow '${basename(path)}'`, problem, fix });
    };
    const document = parse(readFileSync(absolute, 'utf8'), fail);
    const version = document.metadata?.version;
    if (version !== VERSION) {
      fail(`must be of version ${VERSION} of the format, which 'metadata.version' says`, 'Open the flow in Data Wrangler, let it be updated, and export it.');
    }
    if (!Array.isArray(document.nodes) || document.nodes.length === 0) {
      fail("'nodes' must be a list with at least one node");
    }
    const nodes = document.nodes as unknown[];
    checkNodes(basename(path), nodes);
    return new FlowFile(resolve(path), basename(path), nodes as FlowNode[], document.parameters);
  }

  private constructor(
    public readonly path: string,
    public readonly name: string,
    private readonly nodes: readonly FlowNode[],
    private readonly parameters: unknown,
  ) {}

  /** The sources, in the order of the file. */
  public get sources(): FlowSource[] {
    return this.nodes.filter(({ type }) => type === 'SOURCE').flatMap(({ parameters }) => {
      const definition = parameters?.dataset_definition;
      if (!definition || typeof definition.name !== 'string') {
        return [];
      }
      const context = definition.s3ExecutionContext as { s3Uri?: unknown } | undefined;
      return [{ name: definition.name, kind: String(definition.datasetSourceType), uri: typeof context?.s3Uri === 'string' ? context.s3Uri : undefined }];
    });
  }

  /** Names of the flow's parameters; undefined when the file does not say. */
  public get parameterNames(): string[] | undefined {
    const named = Array.isArray(this.parameters) ? (this.parameters as unknown[]).map((each) => (each as { name?: unknown } | null)?.name) : [undefined];
    return named.every((name) => typeof name === 'string') ? named : undefined;
  }

  /** What the job calls the data of a node, by the node's id or name. */
  public outputOf(property: string, node: string): string {
    const found = this.nodes.filter(({ node_id: id, name }) => id === node || name === node);
    if (found.length !== 1) {
      throw this.mistake(property, found.length === 0 ? 'is not a node of the flow' : 'is the name of several nodes', node);
    }
    if (WITHOUT_DATA.includes(found[0].type)) {
      throw this.mistake(property, 'is an analysis, which makes no data', node);
    }
    return outputName(found[0]);
  }

  /** What the job calls the data of the flow's last node. Fails when there is more than one such node. */
  public lastOutput(): string {
    const read = new Set(this.nodes.filter(hasData).flatMap(({ inputs = [] }) => inputs.map((input) => input.node_id)));
    const last = this.nodes.filter((node) => hasData(node) && !read.has(node.node_id));
    if (last.length !== 1) {
      throw invalid(undefined, {
        code: 'FlowOutputAmbiguous', property: 'outputs', problem: `the flow '${this.name}' ends in ${last.length} nodes: ${last.map(described).join(', ')}`,
        fix: "Say what the outputs hold: outputs: { train: DataWranglerOutput.csv('<node>') }.",
      });
    }
    return outputName(last[0]);
  }

  private mistake(property: string, problem: string, value: string) {
    return invalid(undefined, {
      code: 'FlowNodeUnknown', property, problem, value, fix: `Use one of ${this.nodes.filter(hasData).map(described).join(', ')}.`,
    });
  }
}

function parse(text: string, fail: (problem: string) => never): FlowDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return fail(`is not JSON: ${(error as Error).message}`);
  }
  return typeof document === 'object' && document !== null && !Array.isArray(document) ? document : fail('must be a JSON object');
}

/** All that is wrong with the nodes, at once. */
function checkNodes(file: string, nodes: readonly unknown[]): void {
  const mistakes = new Mistakes();
  const note = (problem: string, value?: unknown) => mistakes.add({
    code: 'FlowMalformed', property: `flow '${file}'`, problem, value, fix: 'Mend the flow in Data Wrangler, and export it again.',
  });
  const ids = nodes.map((node) => (node as Partial<FlowNode> | null)?.node_id);
  nodes.forEach((node, index) => {
    const { node_id: id, type, inputs, outputs } = (node ?? {}) as Partial<FlowNode>;
    if (typeof id !== 'string' || id === '' || typeof type !== 'string') {
      note(`node ${index + 1} has no 'node_id' or no 'type'`);
    } else if (ids.indexOf(id) < index) {
      note('two nodes have the same id', id);
    }
    if (![inputs, outputs].every((list) => list === undefined || Array.isArray(list))) {
      note(`'inputs' and 'outputs' of node ${index + 1} must be lists`);
      return;
    }
    (inputs ?? []).filter((input) => !ids.includes(input.node_id)).forEach((input) => note(`node ${index + 1} reads a node that is not there`, input.node_id));
  });
  mistakes.throwIfAny();
  const circle = findCircle(nodes as FlowNode[]);
  if (circle !== undefined) {
    note('nodes read each other in a circle', circle);
  }
  mistakes.throwIfAny();
}

/** A node that comes to be read by itself. */
function findCircle(nodes: readonly FlowNode[]): string | undefined {
  const waiting = new Map(nodes.map(({ node_id: id, inputs = [] }) => [id, new Set(inputs.map((input) => input.node_id))]));
  for (let ready: string[]; (ready = [...waiting].filter(([, before]) => before.size === 0).map(([id]) => id)).length > 0;) {
    ready.forEach((id) => waiting.delete(id));
    waiting.forEach((before) => ready.forEach((id) => before.delete(id)));
  }
  return [...waiting.keys()][0];
}

function hasData({ type }: FlowNode): boolean {
  return !WITHOUT_DATA.includes(type);
}

function outputName({ node_id: id, outputs = [] }: FlowNode): string {
  return `${id}.${outputs[0]?.name ?? 'default'}`;
}

function described({ node_id: id, name }: FlowNode): string {
  return name === undefined ? `'${id}'` : `'${name}' (${id})`;
}
