import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataWranglerFlow, DataWranglerOutput, Processor } from '../../lib/data';
import { MlPlatform, type ModelLifecycleProps } from '../../lib/lifecycle';
import { definition, income, newStack, text } from '../lifecycle/support';

const folder = mkdtempSync(join(tmpdir(), 'lifecycle-flow-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The fixture with a destination for each set that a lifecycle trains, validates and tests with. */
function flowOfThree(): string {
  const flow = JSON.parse(readFileSync('test/data/fixtures/income.flow', 'utf8'));
  const [destination] = flow.nodes.splice(4);
  flow.nodes.push(...['train', 'validation', 'test'].map((name) => ({ ...destination, node_id: `to-${name}`, name })));
  const path = join(folder, 'three.flow');
  writeFileSync(path, JSON.stringify(flow));
  return path;
}

function stepsWith(prepare: Processor, more: Partial<ModelLifecycleProps> = {}): any[] {
  const stack = newStack();
  income(stack, new MlPlatform(stack, 'Platform'), { prepare, ...more });
  return definition(stack).Steps;
}

const outputs = Object.fromEntries(['train', 'validation', 'test'].map((name) => [name, DataWranglerOutput.csv(name, { files: 1 })]));

test('a Data Wrangler flow prepares the data of a lifecycle, and training reads what its nodes made', () => {
  const steps = stepsWith(DataWranglerFlow.fromFile(flowOfThree(), { outputs }));
  const prepare = steps.find(({ Name }) => Name === 'Prepare').Arguments;
  expect(prepare.ProcessingInputs.map((input: any) => input.InputName)).toEqual(['income.csv', 'flow']);
  expect(prepare.ProcessingOutputConfig.Outputs.map((output: any) => output.OutputName)).toEqual(['to-train.default', 'to-validation.default', 'to-test.default']);
  const train = steps.find(({ Name }) => Name === 'Train').Arguments;
  expect(train.InputDataConfig.map((channel: any) => channel.DataSource.S3DataSource.S3Uri)).toEqual(['train', 'validation'].map((name) => ({
    Get: `Steps.Prepare.ProcessingOutputConfig.Outputs['to-${name}.default'].S3Output.S3Uri`,
  })));
});

test('a Data Wrangler flow reads its own source where a lifecycle has no data', () => {
  const prepare = stepsWith(DataWranglerFlow.fromFile(flowOfThree(), { outputs }), { data: undefined }).find(({ Name }) => Name === 'Prepare').Arguments;
  expect(prepare.ProcessingInputs.map(({ InputName, S3Input }: any) => [InputName, S3Input.S3Uri])).toContainEqual(['income.csv', 's3://lake/raw/income.csv']);
});

test('Spark prepares the data of a lifecycle', () => {
  const prepare = stepsWith(Processor.pyspark({ entryPoint: 'test/pipeline/fixtures/prepare.py', instanceCount: 2 })).find(({ Name }) => Name === 'Prepare').Arguments;
  expect(prepare.AppSpecification.ContainerEntrypoint).toContain('smspark-submit');
  expect(text(prepare.AppSpecification.ImageUri)).toContain('sagemaker-spark-processing');
});
