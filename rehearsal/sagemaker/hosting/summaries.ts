import type { Json } from '../api';

/** What Describe says of the variants of a configuration once they serve. */
export function variantSummaries(config: Json): Json[] {
  return config.ProductionVariants.map((variant: Json) => {
    const weight = variant.InitialVariantWeight ?? 1;
    const count = variant.InitialInstanceCount ?? 1;
    return {
      VariantName: variant.VariantName,
      CurrentWeight: weight,
      DesiredWeight: weight,
      ...(variant.ServerlessConfig
        ? { CurrentServerlessConfig: variant.ServerlessConfig, DesiredServerlessConfig: variant.ServerlessConfig }
        : { CurrentInstanceCount: count, DesiredInstanceCount: count }),
    };
  });
}

/** What Describe says of the variants of a configuration that is on its way, all in one state. */
export function pendingVariants(config: Json, status: Json): Json[] {
  return config.ProductionVariants.map((variant: Json) => ({
    VariantName: variant.VariantName,
    ...(variant.InstanceType && { InstanceType: variant.InstanceType }),
    VariantStatus: [status],
  }));
}

/** What Describe says of data capture. */
export function captureSummary(config: Json): Json | undefined {
  const capture = config.DataCaptureConfig;
  return capture && {
    EnableCapture: capture.EnableCapture ?? true,
    CaptureStatus: capture.EnableCapture === false ? 'Stopped' : 'Started',
    CurrentSamplingPercentage: capture.InitialSamplingPercentage,
    DestinationS3Uri: capture.DestinationS3Uri,
    KmsKeyId: capture.KmsKeyId ?? '',
  };
}
