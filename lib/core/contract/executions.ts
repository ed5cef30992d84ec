/** Type of the custom resource that starts a state machine at deployment. */
export const EXECUTION_RESOURCE_TYPE = 'Custom::SageMakerExecution';

/** What a template tells the `start-execution` handler. */
export interface ExecutionProperties {
  readonly StateMachineArn: string;
  /** Stands for everything that should lead to a new execution; a new value starts one. */
  readonly RunHash: string;
}

/** What `Fn::GetAtt` can read from the custom resource. */
export interface ExecutionAttributes {
  /** The execution that belongs to the run hash. */
  readonly ExecutionArn: string;
}
