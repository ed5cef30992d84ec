import { Token } from 'aws-cdk-lib/core';
import { S3Source, type ContainerImage } from '../../core';
import { allow } from '../../core/internal/allow';
import { arnOf } from '../../core/internal/arns';
import { invalid, Mistakes } from '../../core/internal/errors';
import type { ApiRequest, JobSite } from '../../core/internal/job-site';
import { Limit } from '../../core/internal/limits';
import type { DataWranglerFlowOptions } from '../data-wrangler-flow';
import type { ProcessingInput, _RenderedInput } from '../processing-input';
import type { _Output } from '../processor';
import type { FlowFile, FlowSource } from './flow-file';
import { PROCESSING_FOLDER } from './places';
import { renderInput, renderJob, renderOutputs } from './render-processing';

const FLOW_FOLDER = `${PROCESSING_FOLDER}flow`;
const INSTANCE = 'ml.m5.4xlarge';
const FILES = Limit.between('Files', 1);

/** What is run. */
export interface FlowRun {
  readonly flow: FlowFile;
  readonly image: ContainerImage;
  readonly options: DataWranglerFlowOptions;
  /** What the job calls its outputs, by the names they have here. */
  readonly nodeOutputs: ReadonlyMap<string, string>;
}

/** What the job calls its outputs. Fails for nodes that the flow does not have, and for values of parameters that it does not have. */
export function outputsNamed(flow: FlowFile, { outputs = {}, parameters = {} }: DataWranglerFlowOptions): Map<string, string> {
  const known = flow.parameterNames;
  const mistakes = new Mistakes();
  Object.keys(parameters).forEach((name) => mistakes.when(known !== undefined && !known.includes(name), {
    code: 'FlowParameterUnknown', property: 'parameters', problem: `is not a parameter of the flow '${flow.name}'`, value: name,
    fix: known?.length ? `Use one of ${known.join(', ')}.` : 'Make the parameter in Data Wrangler, and export the flow again.',
  }));
  Object.entries(outputs).forEach(([name, output]) => mistakes
    .add(FILES.mistakeIn(`outputs '${name}' files`, output._files))
    .when(output._format.delimiter === '', {
      code: 'FlowDelimiter', property: `outputs '${name}' delimiter`, problem: 'must have a character', fix: "Leave 'delimiter' out for commas.",
    }));
  mistakes.throwIfAny();
  const named = new Map(Object.entries(outputs).map(([name, output]) => [name, flow.outputOf(`outputs '${name}'`, output._node)]));
  const repeated = [...named.values()].find((output, index, all) => all.indexOf(output) < index);
  if (repeated !== undefined) {
    throw invalid(undefined, {
      code: 'FlowOutputRepeated', property: 'outputs', problem: 'two outputs hold the data of one node', value: repeated, fix: 'Keep one of them; several steps may read it.',
    });
  }
  return named;
}

/** A job of Data Wrangler's image, which finds the flow, its data and its orders where AWS's own exports put them. */
export function renderFlowJob(site: JobSite, run: FlowRun, inputs: readonly ProcessingInput[], outputs: readonly _Output[]): ApiRequest {
  const { flow, image, nodeOutputs } = run;
  const { outputs: formats, destinations, parameters, refit, ...options } = run.options;
  checkOutputs(site, run, outputs);
  const nameOf = (name: string) => (formats ? nodeOutputs.get(name)! : flow.lastOutput());
  const words = [
    ...outputs.map(({ name }) => word('--output-config', { [nameOf(name)]: formats ? formats[name]._format : { content_type: 'CSV' } })),
    ...(refit ? [word('--refit-trained-params', { refit: true, output_flow: flow.name })] : []),
    ...Object.entries(parameters ?? {}).map(([name, value]) => parameterWord(name, value)),
  ];
  const source = S3Source.fromFile(flow.path).bind(site.scope, site.role);
  return renderJob(site, {
    image,
    options: { instanceType: INSTANCE, ...options, outputs: destinations },
    arguments: words.length === 0 ? undefined : words,
    given: inputs,
    inputs: [...renderSources(site, flow, inputs), renderInput('flow', source.uri, FLOW_FOLDER)],
    outputs: renderOutputs(site, { ...options, outputs: destinations }, outputs, nameOf),
  });
}

/** Option and value are one argument, quoted as for a shell, which the image takes apart. */
function word(option: string, value: object): string {
  return `${option} '${JSON.stringify(value).replace(/'/g, '\\u0027')}'`;
}

/** A value that is known later is put between the quotes as it is. */
function parameterWord(name: string, value: string): string {
  return Token.isUnresolved(value) ? `--parameter-override '{${JSON.stringify(name)}: "${value}"}'` : word('--parameter-override', { [name]: value });
}

function checkOutputs({ scope }: JobSite, { flow, options, nodeOutputs }: FlowRun, outputs: readonly _Output[]): void {
  const mistakes = new Mistakes(scope)
    .when(!options.outputs && outputs.length > 1, {
      code: 'FlowOutputsUnnamed', property: 'outputs', problem: `the flow '${flow.name}' has one last node, and the job several outputs`, value: outputs.map(({ name }) => name),
      fix: "Say what each holds: outputs: { train: DataWranglerOutput.csv('<node>') }.",
    });
  outputs.filter(({ name }) => options.outputs && !nodeOutputs.has(name)).forEach(({ name }) => mistakes.add({
    code: 'FlowOutputUnknown', property: 'outputs', problem: `the flow '${flow.name}' does not say what it holds`, value: name,
    fix: `Use one of ${[...nodeOutputs.keys()].join(', ')}, or add it to the 'outputs' of the flow.`,
  }));
  mistakes.throwIfAny();
}

/** The data of each source, under the source's name: what is given for it, or what the flow was made with. */
function renderSources(site: JobSite, flow: FlowFile, inputs: readonly ProcessingInput[]): _RenderedInput[] {
  const { sources } = flow;
  const alone = sources.length === 1 && inputs.length === 1;
  const sourceOf = (input: ProcessingInput) => (alone ? sources[0] : sources.find(({ name }) => name === input.name));
  const mistakes = new Mistakes(site.scope);
  inputs.filter((input) => sourceOf(input) === undefined).forEach((input) => mistakes.add({
    code: 'FlowSourceUnknown', property: 'inputs', problem: `is not a source of the flow '${flow.name}'`, value: input.name,
    fix: `Name the input as one of ${sources.map(({ name }) => name).join(', ')}.`,
  }));
  const missing = sources.filter((source) => !inputs.some((input) => sourceOf(input) === source));
  missing.filter(({ uri }) => uri === undefined).forEach(({ name, kind }) => mistakes.add({
    code: 'FlowSourceMissing', property: 'inputs', problem: `the source '${name}' of the flow '${flow.name}' is not in S3`, value: kind,
    fix: `Give an input with this name, for example ProcessingInput.fromAthena(..., { name: '${name}' }).`,
  }));
  mistakes.throwIfAny();
  return [
    ...inputs.map((input) => input._render(site, placeOf(sourceOf(input)!))),
    ...missing.map((source) => {
      grantReadUri(site, source.uri!);
      return renderInput(source.name, source.uri!, placeOf(source).localPath);
    }),
  ];
}

function placeOf({ name }: FlowSource): { name: string; localPath: string } {
  return { name, localPath: `${PROCESSING_FOLDER}${name}` };
}

/** The flow names a place by its URI: the objects whose keys start so may be read. */
function grantReadUri({ scope, role }: JobSite, uri: string): void {
  const [, bucket, key = ''] = /^s3a?:\/\/([^/]+)\/?(.*)$/.exec(uri) ?? [];
  if (bucket === undefined) {
    throw invalid(scope, { code: 'FlowSourceUri', property: 'inputs', problem: "a source's 's3Uri' must be a URI of S3", value: uri, fix: 'Mend the source in Data Wrangler.' });
  }
  const arn = (resource: string) => arnOf(scope, { service: 's3', region: '', account: '', resource });
  allow(role, { actions: ['s3:GetObject'], resourceArns: [`${arn(bucket)}/${key}*`] }, 'A source of a flow is read whole; its objects get their names when they are made.');
  allow(role, { actions: ['s3:ListBucket'], resourceArns: [arn(bucket)], conditions: key === '' ? undefined : { StringLike: { 's3:prefix': [`${key}*`] } } });
}
