import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { FakeService } from './fake-service';

export { Killed } from './fake-service';

/** A SageMaker of which a test plays some operations. */
export abstract class FakeSageMaker extends FakeService {
  constructor() {
    super(SageMakerClient);
  }
}
