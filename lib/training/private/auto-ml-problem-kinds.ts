import { Duration, Token, Tokenization } from 'aws-cdk-lib/core';
import { Limit } from '../../core/internal/limits';
import {
  AutoMlMode, type AutoMlProblemOptions, type TabularProblemOptions, type TextClassificationProblemOptions, type TextGenerationProblemOptions,
} from '../auto-ml-problem-options';
import { completionOf, type ProblemKind, TABLES } from './auto-ml-problem-kind';
import { checkTable, mistakeInAlgorithms } from './auto-ml-rules';

const PICTURES = ['image/*', 'image/jpeg', 'image/png'];
/** Fine-tuning a language model takes longer; Autopilot itself would give it three days. */
const FINE_TUNING_RUNTIME = Duration.hours(24);

const ALGORITHMS = Limit.between('AutoMlAlgorithms', 1);
const CONTENT = Limit.of('TextClassificationJobConfig.ContentColumn');
const LABEL = Limit.of('TextClassificationJobConfig.TargetLabelColumn');
const BASE_MODEL = Limit.of('TextGenerationJobConfig.BaseModelName');
const EPOCHS = Limit.of('TextGenerationHyperParameters.epochCount');
const BATCH = Limit.of('TextGenerationHyperParameters.batchSize');
const RATE = Limit.of('TextGenerationHyperParameters.learningRate');
const WARM_UP = Limit.of('TextGenerationHyperParameters.learningRateWarmupSteps');

export function tabular(options: TabularProblemOptions): ProblemKind {
  const { mode = AutoMlMode.AUTO, algorithms, sampleWeight } = options;
  return {
    name: 'a table', member: 'TabularJobConfig', completion: { ...completionOf(options), maxCandidates: options.maxCandidates }, contentTypes: TABLES,
    dataTypes: ['S3Prefix', 'ManifestFile'], takesGzip: true, takesValidation: true, metric: options.metric,
    check: (mistakes) => checkTable(mistakes, options)
      .add(ALGORITHMS.mistakeInCount('algorithms', algorithms))
      .add(mistakeInAlgorithms(mode, algorithms))
      .when(algorithms !== undefined && mode === AutoMlMode.AUTO, {
        code: 'AutoMlAlgorithmsInAuto', property: 'algorithms', problem: "cannot be chosen where 'mode' is chosen by Autopilot", fix: "Set 'mode' to one that knows them.",
      })
      .when(sampleWeight !== undefined && mode !== AutoMlMode.ENSEMBLING, {
        code: 'AutoMlSampleWeightMode', property: 'sampleWeight', problem: `is known to the mode ENSEMBLING alone, and 'mode' is ${mode}`, fix: "Set 'mode' to AutoMlMode.ENSEMBLING.",
      }),
    render: (place) => ({
      TargetAttributeName: options.target,
      ProblemType: options.problemType,
      Mode: options.mode,
      SampleWeightAttributeName: sampleWeight,
      CandidateGenerationConfig: algorithms && { AlgorithmsConfig: [{ AutoMLAlgorithms: algorithms }] },
      FeatureSpecificationS3Uri: options.featureSpecification && place(options.featureSpecification),
      GenerateCandidateDefinitionsOnly: options.generateCandidateDefinitionsOnly ? true : undefined,
    }),
  };
}

export function imageClassification(options: AutoMlProblemOptions): ProblemKind {
  return {
    name: 'image classification', member: 'ImageClassificationJobConfig', completion: completionOf(options), contentTypes: PICTURES,
    dataTypes: ['S3Prefix', 'ManifestFile', 'AugmentedManifestFile'], takesGzip: false, takesValidation: true,
    check: () => undefined,
    render: () => ({}),
  };
}

export function textClassification(options: TextClassificationProblemOptions): ProblemKind {
  return {
    name: 'text classification', member: 'TextClassificationJobConfig', completion: completionOf(options), contentTypes: TABLES,
    dataTypes: ['S3Prefix'], takesGzip: false, takesValidation: true,
    check: (mistakes) => mistakes.add(CONTENT.mistakeInText('content', options.content)).add(LABEL.mistakeInText('label', options.label)),
    render: () => ({ ContentColumn: options.content, TargetLabelColumn: options.label }),
  };
}

export function textGeneration(options: TextGenerationProblemOptions): ProblemKind {
  const { epochCount, batchSize, learningRate, learningRateWarmupSteps, maxRuntime = FINE_TUNING_RUNTIME } = options;
  const chosen = Object.entries({ epochCount, batchSize, learningRate, learningRateWarmupSteps }).filter(([, value]) => value !== undefined);
  return {
    name: 'text generation', member: 'TextGenerationJobConfig', completion: { maxRuntime, maxRuntimePerTrainingJob: options.maxRuntimePerTrainingJob },
    contentTypes: TABLES, dataTypes: ['S3Prefix'], takesGzip: false, takesValidation: true,
    check: (mistakes) => mistakes
      .add(BASE_MODEL.mistakeInText('baseModel', options.baseModel))
      .add(EPOCHS.mistakeIn('epochCount', epochCount))
      .add(BATCH.mistakeIn('batchSize', batchSize))
      .add(RATE.mistakeIn('learningRate', learningRate))
      .add(WARM_UP.mistakeIn('learningRateWarmupSteps', learningRateWarmupSteps)),
    render: () => ({
      BaseModelName: options.baseModel,
      // As text of at most 16 characters.
      TextGenerationHyperParameters: chosen.length === 0 ? undefined : Object.fromEntries(chosen.map(([name, value]) => [name, plain(value!)])),
      ModelAccessConfig: options.acceptEula ? { AcceptEula: true } : undefined,
    }),
  };
}

function plain(value: number): string {
  if (Token.isUnresolved(value)) {
    return Tokenization.stringifyNumber(value);
  }
  const text = String(value);
  return text.length > 16 || text.includes('e') ? value.toFixed(14).replace(/\.?0+$/, '') : text;
}
