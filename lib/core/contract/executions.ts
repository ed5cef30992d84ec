/** Type of the custom resource that starts a state machine at deployment. */
export const EXECUTION_RESOURCE_TYPE = 'Custom::SageMakerExecution';

/** What a template tells the `start-execution` handler. */
export interface ExecutionProperties {
  readonly StateMachineArn: string;
  /** Stands for everything that should lead to a new execution; a new value starts one. */
  readonly RunHash: string;
  /**
   * Input of an execution that the deployment waits for.
   *
   * The state machine gets the request to answer beside it, and answers through `answer-deployment`. Left out, the deployment goes on at once.
   */
  readonly AwaitedInput?: Readonly<Record<string, string>>;
}

/** What `Fn::GetAtt` can read from the custom resource, where nothing is awaited. */
export interface ExecutionAttributes {
  /** The execution that belongs to the run hash. */
  readonly ExecutionArn: string;
}

/** A request of CloudFormation that is answered when an execution has come to its end. Its URL is signed: it must not be logged. */
export interface AwaitedRequest {
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

/** What a state machine tells the `answer-deployment` handler. */
export interface DeploymentAnswer {
  readonly request: AwaitedRequest;
  /** What `Fn::GetAtt` can read, where all went well. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** What went wrong, as Step Functions tells it. */
  readonly error?: { readonly Error: string; readonly Cause?: string };
}
