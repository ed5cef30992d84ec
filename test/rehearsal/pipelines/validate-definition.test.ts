import { validateDefinition } from '../../../rehearsal/pipelines/validate-definition';
import { condition, fail, get, join, pipeline, step } from './definitions';

const holdsAlways = { Type: 'Equals', LeftValue: 1, RightValue: 1 };
const using = (value: unknown) => pipeline([step('A'), step('B', { Arguments: { Value: value } })]);
const reading = (reference: string, files: unknown[] = []) => pipeline([
  step('A', { Arguments: { ProcessingOutputConfig: { Outputs: [{ OutputName: 'out' }] } }, PropertyFiles: files }),
  step('B', { Arguments: { Value: { 'Std:JsonGet': { PropertyFile: get(reference), Path: 'x' } } } }),
]);
const report = (output: string) => ({ PropertyFileName: 'Report', OutputName: output, FilePath: 'e.json' });
const calling = (more: object, value: unknown = 1) => pipeline([
  { Name: 'A', Type: 'Lambda', FunctionArn: 'arn:function', OutputParameters: [{ OutputName: 'url', OutputType: 'String' }], ...more },
  step('B', { Arguments: { Value: value } }),
]);
const withParameter = (parameter: object) => pipeline([step('A')], { Parameters: [parameter] });

test.each([
  ['one step', pipeline([step('A')])],
  ['references of all kinds', pipeline([
    step('A', { Arguments: { X: get('Parameters.P'), Y: get('Execution.StartDateTime'), Z: get('PipelineExperimentConfig.TrialName') } }),
    step('B', { Arguments: { X: join('/', get('Steps.A.ProcessingJobArn')) } }),
  ], { Parameters: [{ Name: 'P', Type: 'String', DefaultValue: 'a', EnumValues: ['a'] }], PipelineExperimentConfig: { TrialName: 't' } })],
  ['a property file', reading('Steps.A.PropertyFiles.Report', [report('out')])],
  ['a function and its answer', calling({}, get("Steps.A.OutputParameters['url']"))],
  ['a branch that uses steps around it', pipeline([step('A'), condition('C', [holdsAlways], [step('D', { DependsOn: ['A'] })], [fail('F', get('Steps.A.X'))])])],
])('finds nothing wrong with %s', (_, definition) => expect(validateDefinition(definition)).toEqual([]));

test.each<[string, unknown, string]>([
  ['no object', 'text', 'the definition must be a JSON object'],
  ['no steps', pipeline([]), 'Steps must hold at least one step'],
  ['steps that are no list', { Version: '2020-12-01', Steps: {} }, 'Steps must be a list'],
  ['a step that is nothing', pipeline([null as any]), 'Steps[0] must be a JSON object with a Name'],
  ['a branch that is no list', pipeline([{ ...condition('C', [holdsAlways]), Arguments: { Conditions: [holdsAlways], IfSteps: 'x' } }]), 'C.IfSteps must be a list'],
  ['DependsOn that is no list', pipeline([step('A', { DependsOn: 'B' })]), 'Steps[0]: DependsOn must be a list of step names'],
  ['another version', { ...pipeline([step('A')]), Version: '2' }, "Version must be '2020-12-01', got '2'"],
  ['a name with a space', pipeline([step('A b')]), "step name 'A b' must be 1 to 64 letters, digits, '-' or '_'"],
  ['a type that is not known', pipeline([step('A', { Type: 'Magic' })]), "step 'A' has the unknown type 'Magic'; known are Processing, Training, Tuning, Transform, Lambda, Callback, Condition, Model, RegisterModel, Fail"],
  ['a type that is not rehearsed', pipeline([step('A', { Type: 'ForEach', Arguments: { ForEachBody: [step('B', { Arguments: { V: get('ForEach.CurrentItem') } })] } })]), "step 'A' is of type ForEach, which the rehearsal does not run"],
  ['a wait for a failure', pipeline([step('A'), step('B', { DependsOn: [{ Step: 'A', Trigger: 'Failed' }] })]), "step 'B' waits for step 'A' to end as Failed; the rehearsal runs steps after success alone"],
  ['a name used in a branch again', pipeline([step('A'), condition('C', [holdsAlways], [step('A')])]), "step name 'A' is used more than once"],
  ['a parameter defined twice', pipeline([step('A')], { Parameters: [{ Name: 'P', Type: 'String' }, { Name: 'P', Type: 'String' }] }), "parameter 'P' is defined more than once"],
  ['a parameter of no known type', withParameter({ Name: 'P', Type: 'Date' }), "parameter 'P' has the unknown type 'Date'"],
  ['a default of another type', withParameter({ Name: 'P', Type: 'Integer', DefaultValue: '6' }), "parameter 'P': default \"6\" is not of type Integer"],
  ['a default that is not allowed', withParameter({ Name: 'P', Type: 'String', DefaultValue: 'c', EnumValues: ['a'] }), "parameter 'P': default \"c\" is not among its EnumValues"],
  ['a dependency on nobody', pipeline([step('A', { DependsOn: ['X'] })]), "step 'A' depends on 'X', which is not a step"],
  ['a dependency into a branch', pipeline([condition('C', [holdsAlways], [step('A')]), step('B', { DependsOn: ['A'] })]), "step 'B' depends on 'A', which stands in a branch of a condition that it is not part of"],
  ['an unknown parameter', using(get('Parameters.P')), "step 'B': 'Parameters.P' refers to a parameter that is not defined"],
  ['an unknown variable', using(get('Execution.Mood')), "step 'B': 'Execution.Mood' is not an execution variable"],
  ['an unknown step', using(get('Steps.X.Y')), "step 'B': 'Steps.X.Y' refers to a step that does not exist"],
  ['a step as a whole', using(get('Steps.A')), "step 'B': 'Steps.A' names no property of the step"],
  ['a reference into a branch', pipeline([condition('C', [holdsAlways], [step('A')]), step('B', { Arguments: { V: get('Steps.A.X') } })]), "step 'B': 'Steps.A.X' refers into a branch of a condition from outside"],
  ['an unknown root', using(get('Somewhere.X')), "step 'B': 'Somewhere.X' cannot be read: it must begin with Parameters, Execution, Steps or PipelineExperimentConfig"],
  ['an unknown setting', using(get('PipelineExperimentConfig.X')), "step 'B': 'PipelineExperimentConfig.X' refers to a setting that is not defined"],
  ['an undeclared property file', reading('Steps.A.PropertyFiles.Report'), "step 'B': 'Steps.A.PropertyFiles.Report' refers to a property file that step 'A' does not declare"],
  ['a property file in no output', reading('Steps.A.PropertyFiles.Report', [report('none')]), "step 'B': property file 'Report' of step 'A' lies in output 'none', which the step does not have"],
  ['JsonGet of nothing', using({ 'Std:JsonGet': { Path: 'a' } }), "step 'B': Std:JsonGet needs a Path and either an S3Uri or the PropertyFile of a step"],
  ['a join without a list', using({ 'Std:Join': { On: '/' } }), "step 'B': Std:Join needs On and a list of Values"],
  ['a function that does not exist', using({ 'Std:Sum': [1] }), "step 'B': function 'Std:Sum' does not exist"],
  ['a circle', pipeline([step('A', { DependsOn: ['B'] }), step('B', { Arguments: { V: get('Steps.A.X') } })]), "steps wait for each other: 'A' -> 'B' -> 'A'"],
  ['a step that waits for itself', pipeline([step('A', { Arguments: { V: get('Steps.A.X') } })]), "steps wait for each other: 'A' -> 'A'"],
  ['a condition that waits for its branch', pipeline([condition('C', [{ Type: 'Equals', LeftValue: get('Steps.A.X'), RightValue: 1 }], [step('A')])]), "step 'C': 'Steps.A.X' refers into a branch of a condition from outside"],
  ['a job without arguments', pipeline([{ Name: 'A', Type: 'Training' }]), "step 'A' lacks Arguments"],
  ['a model for no group', pipeline([{ Name: 'A', Type: 'RegisterModel', Arguments: {} }]), "step 'A' needs either ModelPackageGroupName or ModelPackageName"],
  ['a failure without a message', pipeline([{ Name: 'A', Type: 'Fail', Arguments: {} }]), "step 'A' lacks ErrorMessage"],
  ['no function to call', calling({ FunctionArn: undefined }), "step 'A' lacks FunctionArn"],
  ['an event that is no object', calling({ Arguments: [1] }), "step 'A': Arguments must be a JSON object"],
  ['outputs that are no list', calling({ OutputParameters: {} }), "step 'A': OutputParameters must be a list of at most 50"],
  ['too many outputs', calling({ OutputParameters: Array(51).fill({ OutputName: 'a', OutputType: 'String' }) }), "step 'A': OutputParameters must be a list of at most 50"],
  ['an output of no known type', calling({ OutputParameters: [{ OutputName: 'a', OutputType: 'Text' }] }), `step 'A': output {"OutputName":"a","OutputType":"Text"} needs an OutputName and one of the types String, Integer, Float, Boolean`],
  ['an undeclared output', calling({}, get("Steps.A.OutputParameters['uri']")), "step 'B': 'Steps.A.OutputParameters['uri']' refers to an output that step 'A' does not declare"],
  ['a condition without conditions', pipeline([condition('A', [])]), "step 'A' lacks Conditions"],
])('names %s', (_, definition, problem) => expect(validateDefinition(definition)).toContain(problem));
