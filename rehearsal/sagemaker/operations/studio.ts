import type { Context, Handlers } from '../context';
import { domain } from '../kinds/studio';
import { standardOperations } from './standard';

/** A domain brings a home file system unless it is told not to, and leaves it behind unless it is told not to. */
export function domainOperations(context: Context): Handlers {
  const { homeFiles, resources } = context;
  const standard = standardOperations(domain, context);
  if (!homeFiles) {
    return standard;
  }
  return {
    ...standard,
    CreateDomain: async (input) => {
      const answer = await standard.CreateDomain(input);
      const { arn, attributes } = resources.findByArn(String(answer.DomainArn))!;
      if (attributes.HomeEfsFileSystemCreation !== 'Disabled') {
        attributes.HomeEfsFileSystemId = await homeFiles.create({
          domainId: attributes.DomainId, domainArn: arn, vpcId: attributes.VpcId, subnetIds: attributes.SubnetIds,
        });
      }
      return answer;
    },
    DeleteDomain: async (input) => {
      const { HomeEfsFileSystemId: home } = resources.require(domain, input).attributes;
      const answer = await standard.DeleteDomain(input);
      if (home !== undefined && input.RetentionPolicy?.HomeEfsFileSystem === 'Delete') {
        await homeFiles.delete(home);
      }
      return answer;
    },
  };
}
