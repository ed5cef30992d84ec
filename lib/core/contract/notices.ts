/** Environment of the `notify-people` handler. */
export interface NotifyPeopleEnvironment {
  /** ARN of the SNS topic that people subscribe to. */
  readonly TOPIC_ARN: string;
  /** Id of the Studio domain that links lead to; left out, they lead to where Studio is opened from. */
  readonly STUDIO_DOMAIN_ID?: string;
}

/** What a notice is about; the SNS message attribute `kind`, so that a subscription can filter. */
export enum NoticeKind {
  PIPELINE_FAILED = 'pipeline-failed',
  PIPELINE_STOPPED = 'pipeline-stopped',
  MODEL_AWAITS_APPROVAL = 'model-awaits-approval',
  RETRAINING_STARTED = 'retraining-started',
  ENDPOINT_IN_SERVICE = 'endpoint-in-service',
  DEPLOYMENT_FAILED = 'deployment-failed',
  ENDPOINT_UNWATCHED = 'endpoint-unwatched',
}
