import type { AwsStub } from 'aws-sdk-client-mock';
import { ServiceModel } from '../../../rehearsal/sagemaker/model/service-model';
import { botocoreData } from '../../rehearsal/sagemaker/model-folder';

const models = new Map<string, ServiceModel>();

/** Checks every request that a mocked client was given against AWS's own description of the service. */
export function expectRequestsTheApiTakes(mock: Pick<AwsStub<any, any, any>, 'calls'>, service: string): void {
  const model = models.get(service) ?? ServiceModel.load(botocoreData(), service);
  models.set(service, model);
  const problems = mock.calls().flatMap((call) => {
    const operation = call.args[0].constructor.name.replace(/Command$/, '');
    const sent = JSON.parse(JSON.stringify(call.args[0].input, (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value)));
    return model.validateInput(operation, sent).map((problem) => `${operation}: ${problem}`);
  });
  expect(problems).toEqual([]);
}
