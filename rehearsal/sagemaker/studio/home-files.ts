import type { Json } from '../api';

/** The domain that a home file system is for. */
export interface HomeOwner {
  readonly domainId: string;
  readonly domainArn: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
}

/** Home file systems of domains, and what belongs to them. */
export interface HomeFiles {
  /** Makes a file system with mount targets, and the two security groups between it and its users. Returns its id. */
  create(owner: HomeOwner): Promise<string>;
  /** Deletes a file system and its mount targets; the security groups stay, which is the worst that is told of the service. */
  delete(fileSystemId: string): Promise<void>;
}

const TAG = 'ManagedByAmazonSageMakerResource';
const NFS = { IpProtocol: 'tcp', FromPort: '2049', ToPort: '2049' };

/** Home file systems in the local AWS: EFS and EC2 hold what SageMaker would make in the account. */
export class LocalHomeFiles implements HomeFiles {
  constructor(private readonly endpoint: string, private readonly region: string) {}

  async create({ domainId, domainArn, vpcId, subnetIds }: HomeOwner): Promise<string> {
    const group = async (way: 'inbound' | 'outbound'): Promise<string> => {
      const answer = await this.ec2('CreateSecurityGroup', {
        'GroupName': `security-group-for-${way}-nfs-${domainId}`, 'GroupDescription': `NFS traffic of ${domainId}`, 'VpcId': vpcId,
        'TagSpecification.1.ResourceType': 'security-group', 'TagSpecification.1.Tag.1.Key': TAG, 'TagSpecification.1.Tag.1.Value': domainArn,
      });
      return /<groupId>([^<]+)<\/groupId>/.exec(answer)![1];
    };
    const [inbound, outbound] = [await group('inbound'), await group('outbound')];
    const account = domainArn.split(':')[4];
    const rule = (other: string) => Object.fromEntries(
      Object.entries({ ...NFS, 'Groups.1.GroupId': other, 'Groups.1.UserId': account }).map(([name, value]) => [`IpPermissions.1.${name}`, value]),
    );
    await this.ec2('AuthorizeSecurityGroupIngress', { GroupId: inbound, ...rule(outbound) });
    await this.ec2('AuthorizeSecurityGroupEgress', { GroupId: outbound, ...rule(inbound) });
    const { FileSystemId } = await this.efs('POST', 'file-systems', { CreationToken: domainId, Encrypted: true, Tags: [{ Key: TAG, Value: domainArn }] });
    for (const SubnetId of subnetIds) {
      await this.efs('POST', 'mount-targets', { FileSystemId, SubnetId, SecurityGroups: [inbound] });
    }
    return FileSystemId;
  }

  async delete(fileSystemId: string): Promise<void> {
    const { MountTargets } = await this.efs('GET', `mount-targets?FileSystemId=${fileSystemId}`);
    for (const { MountTargetId } of MountTargets as Json[]) {
      await this.efs('DELETE', `mount-targets/${MountTargetId}`);
    }
    await this.efs('DELETE', `file-systems/${fileSystemId}`);
  }

  private async efs(method: string, path: string, body?: Json): Promise<Json> {
    const text = await this.send('elasticfilesystem', method, `/2015-02-01/${path}`, 'application/json', body && JSON.stringify(body));
    return (text === '' ? {} : JSON.parse(text)) as Json;
  }

  private ec2(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const form = new URLSearchParams({ Action: action, Version: '2016-11-15', ...parameters });
    return this.send('ec2', 'POST', '/', 'application/x-www-form-urlencoded', form.toString());
  }

  private async send(service: string, method: string, path: string, type: string, body: string | undefined): Promise<string> {
    // The local AWS reads from the credentials which service is meant, and checks no signature.
    const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${this.region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
    const response = await fetch(`${this.endpoint}${path}`, { method, body, headers: { authorization, 'content-type': type } });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${service} ${method} ${path} was refused: ${text}`);
    }
    return text;
  }
}
