import type { Context, Handlers } from '../context';
import { DOMAIN_SHARED, app, domain } from '../kinds/studio';
import { create, standardOperations } from './standard';

/** A domain brings a home file system unless it is told not to, and leaves it behind unless it is told not to; where it has RStudio, it starts the server. */
export function domainOperations(context: Context): Handlers {
  const { homeFiles, resources } = context;
  const standard = standardOperations(domain, context);
  return {
    ...standard,
    CreateDomain: async (input) => {
      const answer = await standard.CreateDomain(input);
      const { arn, attributes } = resources.findByArn(String(answer.DomainArn))!;
      if (attributes.DomainSettings?.RStudioServerProDomainSettings) {
        create(app, { DomainId: attributes.DomainId, UserProfileName: DOMAIN_SHARED, AppType: 'RStudioServerPro', AppName: 'default' }, context);
      }
      if (homeFiles && attributes.HomeEfsFileSystemCreation !== 'Disabled') {
        attributes.HomeEfsFileSystemId = await homeFiles.create({
          domainId: attributes.DomainId, domainArn: arn, vpcId: attributes.VpcId, subnetIds: attributes.SubnetIds,
        });
      }
      return answer;
    },
    DeleteDomain: async (input) => {
      const { HomeEfsFileSystemId: home } = resources.require(domain, input).attributes;
      const answer = await standard.DeleteDomain(input);
      if (homeFiles && home !== undefined && input.RetentionPolicy?.HomeEfsFileSystem === 'Delete') {
        await homeFiles.delete(home);
      }
      return answer;
    },
  };
}
