type Json = any;

/** A page's lines, each with the headings it stands below: the same permission of another role is another line. */
export function placed(page: string): string[] {
  const headings: string[] = [];
  return page.split('\n').map((line) => {
    const depth = line.search(/\S|$/) / 2;
    headings.splice(depth, Infinity, line.trim());
    return headings.slice(0, depth + 1).join(' / ');
  });
}

/**
 * What a template makes, on a page that can be read in a pull request: resources and whether they outlive it, who may do what, what starts what.
 *
 * Hashes of logical ids and of assets are left out, as are the digits of a platform's prefix: they say nothing that a reader could judge.
 */
export function reviewPage({ Resources, Outputs = {} }: Json): string {
  const entries = Object.entries<Json>(Resources);
  return withoutHashes([
    ...section('resources', entries.map(([id, { Type, DeletionPolicy }]) => `${Type} ${id}${keeping(DeletionPolicy)}`).sort()),
    ...section('trust', entries.filter(([, { Type }]) => Type === 'AWS::IAM::Role').flatMap(([id, { Properties }]) => trust(id, Properties))),
    ...section('permissions', entries.filter(([, { Type }]) => Type === 'AWS::IAM::Policy').flatMap(([, { Properties }]) => permissions(Properties))),
    ...section('resource policies', entries.flatMap(([id, { Type, Properties }]) => resourcePolicy(id, Type, Properties))),
    ...section('rules', entries.filter(([, { Type }]) => Type === 'AWS::Events::Rule').map(([id, { Properties }]) => rule(id, Properties))),
    ...section('pipeline', entries.filter(([, { Type }]) => Type === 'AWS::SageMaker::Pipeline').flatMap(([, { Properties }]) => pipeline(Properties))),
    ...section('endpoints', entries.filter(([, { Type }]) => Type === 'Custom::SageMakerEndpointSettings').map(([, { Properties }]) => endpoint(Properties))),
    ...section('schedules', entries.filter(([, { Type }]) => Type === 'AWS::Scheduler::Schedule').map(([id, { Properties }]) => schedule(id, Properties))),
    ...section('outputs', Object.keys(Outputs).sort()),
  ].join('\n'));
}

function section(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [`${title}`, ...lines.map((line) => `  ${line}`), ''] : [];
}

function keeping(policy?: string): string {
  switch (policy) {
    case 'Retain': return ' (kept)';
    case 'RetainExceptOnCreate': return ' (kept once it works)';
    default: return '';
  }
}

function trust(id: string, { Path, AssumeRolePolicyDocument }: Json): string[] {
  return AssumeRolePolicyDocument.Statement.map(({ Principal, Condition }: Json) => `${id} on ${Path ?? '/'} by ${text(Principal.Service)}${when(Condition)}`);
}

function permissions({ Roles, PolicyDocument }: Json): string[] {
  return [Roles.map(text).join(', '), ...new Set<string>(PolicyDocument.Statement.map(statement).sort())];
}

function resourcePolicy(id: string, type: string, properties: Json): string[] {
  const document = type === 'AWS::IAM::Policy' ? undefined : properties?.PolicyDocument ?? properties?.KeyPolicy;
  return document ? [id, ...document.Statement.map((each: Json) => `${statement(each)} by ${principal(each.Principal)}`)] : [];
}

function statement({ Effect, Action, Resource, Condition }: Json): string {
  return `  ${Effect === 'Deny' ? 'never ' : ''}${[Action].flat().join(' ')} on ${distinct([Resource].flat()).join(' ')}${when(Condition)}`;
}

function principal(value: Json): string {
  return typeof value === 'string' ? value : Object.values(value).flat().map(text).join(' ');
}

function when(condition: Json): string {
  const tests = Object.entries<Json>(condition ?? {}).flatMap(([operator, each]) => Object.entries<Json>(each).map(([key, value]) => {
    const optional = operator.endsWith('IfExists') ? '?' : '';
    return `${key}${optional}=${distinct([value].flat()).join('|')}`;
  }));
  return tests.length > 0 ? ` if ${tests.join(' ')}` : '';
}

/** Values as text, each once: assets differ in their hashes alone, and the order of hashes says nothing. */
function distinct(values: Json[]): string[] {
  return [...new Set(values.map((value) => withoutHashes(text(value))))].sort();
}

function rule(id: string, { ScheduleExpression, EventPattern, Targets }: Json): string {
  const targets = Targets.map(({ Arn, DeadLetterConfig }: Json) => `${text(Arn)}, else ${text(DeadLetterConfig?.Arn ?? 'nowhere')}`);
  return `${id}: ${ScheduleExpression ?? pattern(EventPattern)} -> ${targets.join('; ')}`;
}

function pattern({ 'detail-type': types, detail }: Json): string {
  return `${types.join()} ${JSON.stringify(detail, (_, value) => (value?.['Fn::Join'] ? text(value) : value))}`;
}

/** An endpoint is no resource of the template: what it will be, and cost, is in the settings of the one that asks for it. */
function endpoint({ Settings }: Json): string {
  const { endpointName, instanceCount, instanceType, deployment, dataCapture, scaling, environment } = JSON.parse(text(Settings));
  const rollout = deployment.RollingUpdatePolicy ? 'ROLLING' : deployment.BlueGreenUpdatePolicy.TrafficRoutingConfiguration.Type;
  const capture = dataCapture ? `captures ${dataCapture.percentage} % to ${dataCapture.destinationS3Uri}` : 'captures nothing';
  return [
    `${endpointName}: ${instanceCount} ${instanceType}`, ...(scaling ? [`up to ${scaling.maxCapacity}`] : []), `rollout ${rollout}`,
    `${deployment.AutoRollbackConfiguration.Alarms.length} alarms roll back`, capture, ...(environment ? [`environment ${Object.keys(environment).join()}`] : []),
  ].join(', ');
}

function schedule(id: string, { ScheduleExpression, State, Target }: Json): string {
  const { job } = JSON.parse(text(Target.Input));
  const work = `1 ${job.instanceType} for at most ${job.maxRuntimeSeconds / 60} min as ${job.roleArn}`;
  return `${id} ${State} ${ScheduleExpression} by ${text(Target.RoleArn)} -> ${text(Target.Arn)}, else ${text(Target.DeadLetterConfig?.Arn ?? 'nowhere')}: ${work}`;
}

function pipeline({ PipelineDefinition }: Json): string[] {
  const { Steps } = JSON.parse(text(PipelineDefinition.PipelineDefinitionBody));
  const lines = (steps: Json[], indent: string): string[] => steps.flatMap(({ Name, Type, Arguments }) => [
    `${indent}${Name} (${Type})${machine(Arguments)}`,
    ...lines(Arguments?.IfSteps ?? [], `${indent}  yes: `),
    ...lines(Arguments?.ElseSteps ?? [], `${indent}  no: `),
  ]);
  return lines(Steps, '');
}

function machine(job: Json): string {
  const cluster = job?.ProcessingResources?.ClusterConfig ?? job?.ResourceConfig;
  return cluster ? ` on ${cluster.InstanceCount} ${cluster.InstanceType} for at most ${job.StoppingCondition.MaxRuntimeInSeconds / 60} min` : '';
}

/** A value of a template as text, with `<Logical.Id>` where CloudFormation fills something in. */
function text(value: Json): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  const [[intrinsic, operand]] = Object.entries<Json>(value);
  switch (intrinsic) {
    case 'Fn::Join': return operand[1].map(text).join(operand[0]);
    case 'Fn::GetAtt': return `<${[operand].flat().join('.')}>`;
    case 'Ref': return `<${operand}>`;
    case 'Fn::Sub': return operand.replace(/\$\{/g, '<').replace(/\}/g, '>');
    case 'Fn::GetStackOutput': return `<${operand.StackName}: ${operand.OutputName}>`;
    default: return `<${JSON.stringify(operand).replace(/["\\]/g, '')}>`;
  }
}

function withoutHashes(line: string): string {
  return line
    .replace(/\b[0-9a-f]{64}\b/g, '<hash>')
    .replace(/\bml-[0-9a-f]{6}\b/g, 'ml-######')
    .replace(/PublishOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}([A-Z][a-z]\w*?)?[0-9A-F]{8}\b/g, (_, id, attribute) => [id, attribute].filter(Boolean).join('.'))
    .replace(/(?<=[A-Za-z]\d?)[0-9A-F]{8}\b/g, '')
    .replace(/arn:<AWS::Partition>/g, 'arn:aws');
}
