import { NoticeKind } from '../../lib/core/contract';
import type { Attempt } from '../shared/endpoints/record';
import { paragraphs, subjectLine, type NoticeTopic } from '../shared/notices';

/** Tells people how deployments ended. A message may come twice; it is never left out. */
export class Reports {
  constructor(private readonly topic: NoticeTopic) {}

  public async inService(endpointName: string, { packageArn, version }: Attempt): Promise<void> {
    await this.topic.tell({
      kind: NoticeKind.ENDPOINT_IN_SERVICE,
      subject: subjectLine(`Endpoint ${endpointName} serves version ${version}`),
      message: paragraphs([`Endpoint ${endpointName} is in service with version ${version}.`, packageArn]),
    });
  }

  public async failed(endpointName: string, { packageArn, version }: Attempt, reason: string, serving: Attempt | undefined): Promise<void> {
    await this.topic.tell({
      kind: NoticeKind.DEPLOYMENT_FAILED,
      subject: subjectLine(`Endpoint ${endpointName}: version ${version} was not deployed`),
      message: paragraphs(
        [`Version ${version} could not be put into service on endpoint ${endpointName}.`, `Reason: ${reason}`],
        [
          serving ? `Version ${serving.version} goes on serving.` : 'Nothing is served.',
          'It is not tried again until the version is approved anew or the settings of the endpoint change.',
        ],
        [packageArn],
      ),
    });
  }

  public async unwatched(endpointName: string, monitorName: string, reason: string): Promise<void> {
    await this.topic.tell({
      kind: NoticeKind.ENDPOINT_UNWATCHED,
      subject: subjectLine(`Endpoint ${endpointName} is not watched by monitor ${monitorName}`),
      message: paragraphs(
        [`Monitor ${monitorName} could not be made for what endpoint ${endpointName} serves.`, `Reason: ${reason}`],
        ['It is not tried again until another version is served or the settings of the endpoint change. What is served goes on being served.'],
      ),
    });
  }
}
