import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { App, type CfnResource, Stack, Token } from 'aws-cdk-lib/core';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Record<string, unknown>;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Mappings?: Record<string, unknown>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
}

/** Name and content of each template of an assembly. */
export function templatesIn(assembly: string): [string, Template][] {
  const { artifacts } = readJson(join(assembly, 'manifest.json')) as { artifacts: Record<string, { type: string; properties: { templateFile: string } }> };
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([name, { properties }]) => [name, readJson(join(assembly, properties.templateFile)) as Template]);
}

/** What two assemblies differ in, as `Stack/Resource`; the order of dependencies means nothing. */
export function differences(assembly: string, other: string): string[] {
  const parts = (folder: string) => new Map(templatesIn(folder).flatMap(([name, { Resources, Mappings = {}, Outputs = {} }]) =>
    Object.entries({ ...Resources, ...Mappings, ...Outputs }).map(([id, part]) => {
      const { DependsOn = [] } = part as Partial<Resource>;
      return [`${name}/${id}`, { ...(part as object), DependsOn: [DependsOn].flat().sort() }];
    })));
  const [a, b] = [parts(assembly), parts(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((id) => !isDeepStrictEqual(a.get(id), b.get(id)));
}

/**
 * Writes the program that a patient person would have written for the same templates with typed L1 classes alone: nothing is looked
 * up, derived or checked, every value stands where it belongs. It is what our constructs are measured against.
 */
export function replayProgram(assembly: string): string {
  return [
    "'use strict';",
    "const { App, CfnMapping, CfnOutput, CfnResource, Stack, Token } = require('aws-cdk-lib/core');",
    'exports.build = (_models, outdir) => {',
    "  const { context } = JSON.parse(require('node:fs').readFileSync('cdk.json', 'utf8'));",
    "  context['@aws-cdk/core:enableAdditionalMetadataCollection'] = false;",
    '  const app = new App({ outdir, context, analyticsReporting: false, autoSynth: false });',
    ...templatesIn(assembly).flatMap(([name, template]) => ['  {', ...replayStack(name, template).map((line) => `    ${line}`), '  }']),
    '  return app;',
    '};',
    '',
  ].join('\n');
}

function replayStack(name: string, template: Template): string[] {
  const { Resources, Mappings = {}, Outputs = {} } = template;
  const typed = typedResources(name, template);
  const dependencies = Object.entries(Resources).flatMap(([id, { DependsOn = [] }]) => [DependsOn].flat().map((on) => [id, on]));
  return [
    `const stack = new Stack(app, ${literal(name)});`,
    'const made = {};',
    ...Object.entries(Mappings).map(([id, mapping]) => `new CfnMapping(stack, ${literal(id)}, { mapping: ${literal(mapping)} });`),
    ...Object.entries(Resources).flatMap(([id, resource]) => replayResource(id, resource, typed(id))),
    ...dependencies.map(([id, on]) => `made[${literal(id)}].addResourceDependency(made[${literal(on)}]);`),
    ...Object.entries(Outputs).map(([id, { Value, Export }]) =>
      `new CfnOutput(stack, ${literal(id)}, { value: Token.asString(${literal(Value)})${Export ? `, exportName: Token.asString(${literal(Export.Name)})` : ''} });`),
  ];
}

/** The L1 of each resource, made from the template; only here, to learn the typed properties. The program itself parses nothing. */
function typedResources(name: string, { Resources, Mappings }: Template): (id: string) => CfnResource {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  const templateFile = join(folder, 'template.json');
  try {
    writeFileSync(templateFile, JSON.stringify(hideStackOutputs({ Resources, Mappings })));
    const include = new CfnInclude(new Stack(new App(), name), 'Template', { templateFile });
    return (id) => include.getResource(id);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function replayResource(id: string, resource: Resource, typed: CfnResource): string[] {
  const made = `made[${literal(id)}]`;
  const options = { deletionPolicy: resource.DeletionPolicy, updateReplacePolicy: resource.UpdateReplacePolicy, metadata: resource.Metadata };
  return [
    `${made} = ${construction(id, resource, typed)};`,
    ...Object.entries(options).filter(([, value]) => value !== undefined).map(([option, value]) => `${made}.cfnOptions.${option} = ${literal(value)};`),
  ];
}

function construction(id: string, { Type, Properties }: Resource, typed: CfnResource): string {
  const [, module, className] = /^aws-cdk-lib\.(aws_\w+)\.(Cfn\w+)$/.exec(nameOf(typed)) ?? [];
  if (module === undefined) {
    return `new CfnResource(stack, ${literal(id)}, { type: ${literal(Type)}, properties: ${literal(Properties)} })`;
  }
  const { cfnProperties } = typed as unknown as { cfnProperties: Record<string, unknown> };
  const props = code(cfnProperties, Stack.of(typed));
  return `new (require('aws-cdk-lib/${module.replaceAll('_', '-')}').${className})(stack, ${literal(id)}, ${props})`;
}

/** The jsii name of a construct's class, which tells its module. */
function nameOf(construct: CfnResource): string {
  const facts = (construct.constructor as unknown as Record<symbol, { fqn?: string } | undefined>)[Symbol.for('jsii.rtti')];
  return facts?.fqn ?? '';
}

/** JavaScript for a value whose tokens are written as the intrinsic functions they stand for. */
function code(value: unknown, stack: Stack): string {
  if (Token.isUnresolved(value)) {
    const kind = { string: 'asString', number: 'asNumber' }[typeof value as string] ?? (Array.isArray(value) ? 'asList' : 'asAny');
    return `Token.${kind}(${literal(showStackOutputs(stack.resolve(value)))})`;
  }
  if (Array.isArray(value)) {
    return `[${value.map((each) => code(each, stack)).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{ ${members.map(([name, member]) => `${literal(name)}: ${code(member, stack)}`).join(', ')} }`;
  }
  return literal(value);
}

const STACK_OUTPUT = 'Fn::GetStackOutput';

/** The parser of templates does not know references by stack output: they pass it as imports. */
function hideStackOutputs(value: unknown): unknown {
  return mapObjects(value, (object) => (STACK_OUTPUT in object ? { 'Fn::ImportValue': JSON.stringify(object) } : undefined));
}

function showStackOutputs(value: unknown): unknown {
  return mapObjects(value, ({ 'Fn::ImportValue': name }) =>
    (typeof name === 'string' && name.startsWith(`{"${STACK_OUTPUT}"`) ? JSON.parse(name) as object : undefined));
}

/** A copy in which some objects stand for others. */
function mapObjects(value: unknown, replacement: (object: Record<string, unknown>) => object | undefined): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => mapObjects(each, replacement));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const object = value as Record<string, unknown>;
  return replacement(object) ?? Object.fromEntries(Object.entries(object).map(([name, member]) => [name, mapObjects(member, replacement)]));
}

function literal(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
