/** Type of the custom resource that writes a pipeline's definition into a bucket. */
export const PIPELINE_DEFINITION_RESOURCE_TYPE = 'Custom::SageMakerPipelineDefinition';

/** A definition may have this many characters, whether it is sent to the service or read from S3. */
export const LARGEST_DEFINITION = 1_048_576;

/** What a template tells the `write-definition` handler. */
export interface PipelineDefinitionProperties {
  /** The bucket that the definition is written to. */
  readonly Bucket: string;
  /** What its key starts with, with a slash at the end. */
  readonly Prefix: string;
  /** Key that encrypts it; left out, the bucket's own way of encryption does. */
  readonly EncryptionKeyArn?: string;
  readonly Source: DefinitionSource;
}

/** A definition before its deployment. */
export interface DefinitionSource {
  /** `s3://` URI of the uploaded `DefinitionParts`. */
  readonly Uri: string;
  /** What CloudFormation fills in: texts, or lists of texts; left out where there is nothing to fill in. */
  readonly Values?: readonly (string | readonly string[])[];
}

/** The text of a definition, cut into JSON as it is and gaps in it. */
export type DefinitionParts = readonly (string | DefinitionGap)[];

/** A place for the value with this number. */
export interface DefinitionGap {
  readonly value: number;
  /** In the middle of a JSON text, as a JSON number, or as a whole JSON value. */
  readonly as: 'text' | 'number' | 'json';
}

/** What `Fn::GetAtt` can read from the custom resource. */
export interface PipelineDefinitionAttributes {
  /** Key of the object; another one whenever the definition changes. */
  readonly Key: string;
}

/** Names of the attributes, for `Fn::GetAtt`. */
export const PIPELINE_DEFINITION_ATTRIBUTES: { readonly [Name in keyof PipelineDefinitionAttributes]: Name } = { Key: 'Key' };
