/** What a model is to do; each is solved by one or more of SageMaker's algorithms. */
export enum ProblemType {
  /** Which of two classes a row belongs to. */
  BINARY_CLASSIFICATION = 'binary-classification',
  /** Which of several classes a row belongs to. */
  MULTICLASS_CLASSIFICATION = 'multiclass-classification',
  /** A number for each row. */
  REGRESSION = 'regression',
  /** The order of candidates. */
  RANKING = 'ranking',
  /** Groups of rows that are alike. */
  CLUSTERING = 'clustering',
  /** Fewer columns that tell almost as much. */
  DIMENSIONALITY_REDUCTION = 'dimensionality-reduction',
  /** What texts are about, without examples. */
  TOPIC_MODELING = 'topic-modeling',
  /** Rows or uses that are unlike the others. */
  ANOMALY_DETECTION = 'anomaly-detection',
  /** What somebody usually does, such as the addresses that they come from. */
  PATTERN_RECOGNITION = 'pattern-recognition',
  /** Vectors that lie close to each other where things are alike. */
  EMBEDDINGS = 'embeddings',
  /** Vectors of words. */
  WORD_EMBEDDINGS = 'word-embeddings',
  /** Which class a text belongs to. */
  TEXT_CLASSIFICATION = 'text-classification',
  /** A text in another language. */
  TRANSLATION = 'translation',
  /** A shorter text that says the same. */
  SUMMARIZATION = 'summarization',
  /** What is said in a recording. */
  SPEECH_TO_TEXT = 'speech-to-text',
  /** How series of numbers go on. */
  TIME_SERIES_FORECASTING = 'time-series-forecasting',
  /** What a picture shows. */
  IMAGE_CLASSIFICATION = 'image-classification',
  /** Which things a picture shows, and where. */
  OBJECT_DETECTION = 'object-detection',
  /** What each pixel of a picture belongs to. */
  SEMANTIC_SEGMENTATION = 'semantic-segmentation',
}
