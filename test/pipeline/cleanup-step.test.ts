import { S3Source } from '../../lib/core';
import { Processor } from '../../lib/data';
import {
  Cache, CleanupStep, type CleanupStepProps, CustomStep, S3CleanupSource, type Step, StepDependency, TrainingStep, TriggerCondition,
} from '../../lib/pipeline';
import { Trainer } from '../../lib/training';
import { permissions } from './role-lines';
import { mistakesOf, newStack, pipelineOf, refusal, script, stepOf, work } from './support';

const prepare = () => work('Prepare', { outputs: ['rows'] });
const train = (overrides?: Record<string, unknown>) => new TrainingStep('Train', {
  trainer: Trainer.xgboost({ entryPoint: script('train'), overrides }), channels: { train: S3Source.fromUri('s3://rows/train') },
});
const clean = (...sources: S3CleanupSource[]) => new CleanupStep('Clean', { sources });
const mistakes = (...steps: Step[]) => mistakesOf(pipelineOf(newStack(), ...steps)).join('\n');

describe('what is of no more use', () => {
  test('is the model of a training step, which the service finds, and objects in outputs', () => {
    const [prepared, trained] = [prepare(), train()];
    const pipeline = pipelineOf(newStack(), prepared, trained, clean(
      S3CleanupSource.ofTraining(trained), S3CleanupSource.ofObjects(prepared, prepared.outputFile('rows', 'a.csv'), prepared.outputFile('rows', 'b.csv')),
    ));
    const uri = (name: string) => ({ 'Std:Join': { On: '', Values: [{ Get: "Steps.Prepare.ProcessingOutputConfig.Outputs['rows'].S3Output.S3Uri" }, `/${name}`] } });
    expect(stepOf(pipeline, 'Clean')).toEqual({
      Name: 'Clean', Type: 'Cleanup', DependsOn: ['Train', 'Prepare'],
      Arguments: { Resources: { S3: [{ StepName: 'Train' }, { StepName: 'Prepare', S3Uris: [uri('a.csv'), uri('b.csv')] }] } },
    });
    expect(mistakesOf(pipeline)).toEqual([]);
  });

  test('is deleted after its step, and after others, however these end', () => {
    const [prepared, use] = [prepare(), work('Use')];
    const sources = [S3CleanupSource.ofObjects(prepared, prepared.outputFile('rows', 'a.csv'))];
    const pipeline = pipelineOf(newStack(), prepared, use, new CleanupStep('Clean', { sources, dependsOn: [use, StepDependency.of(prepared, TriggerCondition.ANY)] }));
    expect(stepOf(pipeline, 'Clean').DependsOn).toEqual(['Use', { Step: 'Prepare', Trigger: 'Any' }]);
  });

  test("may be deleted by the pipeline's role, below the names of those steps", () => {
    const deletions = (make: () => Step[]) => permissions(make).pipeline.filter((line) => line.includes('Delete'));
    expect(deletions(() => [train()])).toEqual([]);
    const found = deletions(() => {
      const trained = train();
      return [trained, clean(S3CleanupSource.ofTraining(trained))];
    });
    expect(found.map((line) => line.replace(/^(\S+ on ).*?\/(runs|models)\/[^/]+\//, '$1$2/'))).toEqual(['s3:DeleteObject on models/*/Train/*', 's3:DeleteObject on runs/*/Train/*']);
  });
});

describe('what the service cannot delete is refused', () => {
  test.each<[string, () => Step[], string]>([
    ['a training step by objects', () => {
      const trained = train();
      return [trained, clean(S3CleanupSource.ofObjects(trained, trained.model))];
    }, 'the service finds what this step made'],
    ['a processing step as a whole', () => {
      const prepared = prepare();
      return [prepared, clean(S3CleanupSource.ofTraining(prepared))];
    }, 'objects of this step have to be named'],
    ['a step of another type', () => {
      const other = new CustomStep('Other', { type: 'Model' });
      return [other, clean(S3CleanupSource.ofTraining(other))];
    }, 'cannot clean up behind a step of type Model'],
    ['a job in a VPC', () => {
      const trained = train({ VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } });
      return [trained, clean(S3CleanupSource.ofTraining(trained))];
    }, 'CleanupSourceInVpc'],
    ['a processing job in a VPC', () => {
      const processor = Processor.sklearn({ entryPoint: script('prepare'), overrides: { NetworkConfig: { VpcConfig: { Subnets: ['subnet-1'], SecurityGroupIds: ['sg-1'] } } } });
      const prepared = work('Prepare', { outputs: ['rows'], processor });
      return [prepared, clean(S3CleanupSource.ofObjects(prepared, prepared.outputFile('rows', 'a')))];
    }, 'CleanupSourceInVpc'],
    ['a step that is not there', () => [clean(S3CleanupSource.ofTraining(train()))], 'StepUnknown'],
    ['what is used afterwards', () => {
      const trained = train();
      return [trained, clean(S3CleanupSource.ofTraining(trained)), new CustomStep('After', { type: 'Quantum', arguments: { a: { Get: 'Steps.Clean.Resources' } } })];
    }, 'StepPropertyUnknown'],
  ])('%s', (_, make, expected) => {
    expect(mistakes(...make())).toContain(expected);
  });

  test('a step of a type that the SageMaker SDK names, and this library does not make', () => {
    const query = new CustomStep('Query', { type: 'Athena' });
    expect(mistakes(query, clean(S3CleanupSource.ofTraining(query)))).toBe('');
  });

  test('objects elsewhere', () => {
    const [prepared, other] = [prepare(), work('Other', { outputs: ['rows'] })];
    const deleting = (source: S3Source) => refusal(() => pipelineOf(newStack(), clean(S3CleanupSource.ofObjects(prepared, source))));
    expect(deleting(S3Source.fromUri('s3://rows/a.csv'))).toMatch(/CleanupObjectElsewhere[^]*got 's3:\/\/rows\/a.csv'/);
    expect(deleting(other.outputFile('rows', 'a.csv'))).toContain('CleanupObjectElsewhere');
    expect(deleting(prepared.outputFile('rows', 'a.csv'))).toContain('accepted');
  });

  test.each([[0, 'CleanupSourcesCount'], [1, 'accepted'], [100, 'accepted'], [101, 'CleanupSourcesCount']])('%i sources', (count, expected) => {
    const sources = Array.from({ length: count }, (_, index) => S3CleanupSource.ofTraining(new CustomStep(`T${index}`, { type: 'Training' })));
    expect(refusal(() => clean(...sources))).toContain(expected);
  });

  test('no objects, a step twice, and a cache', () => {
    const trained = train();
    expect(refusal(() => S3CleanupSource.ofObjects(prepare()))).toContain('CleanupObjectsCount');
    expect(refusal(() => clean(S3CleanupSource.ofTraining(trained), S3CleanupSource.ofTraining(trained)))).toMatch(/CleanupSourceRepeated[^]*got 'Train'/);
    const cached: CleanupStepProps & { cache: Cache } = { sources: [S3CleanupSource.ofTraining(trained)], cache: Cache.unlimited() };
    expect(refusal(() => pipelineOf(newStack(), trained, new CleanupStep('Clean', cached)))).toContain('StepCacheUnsupported');
  });
});
