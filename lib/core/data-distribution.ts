/** Which instances of a job get which objects. */
export enum DataDistribution {
  /** Each instance gets all objects. */
  FULLY_REPLICATED = 'FullyReplicated',
  /** The objects are shared out: each instance gets about as many. */
  SHARDED_BY_S3_KEY = 'ShardedByS3Key',
}
