import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { App, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib/core';
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker';
import { ContainerImage } from '../../lib/core';
import * as studio from '../../lib/studio';

// Every other test leaves this validation off, because it costs seconds.
delete process.env.CDK_VALIDATION;

function strictStack(): Stack {
  return new Stack(new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } }), 'Team');
}

function everything(stack: Stack): studio.Domain {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0123456789abcdef0'] });
  const domain = new studio.Domain(stack, 'Everything', {
    vpc,
    networkAccess: studio.NetworkAccess.vpcOnly(),
    idleShutdown: studio.IdleShutdown.after(Duration.hours(4)),
    codeEditor: { instanceType: 'ml.m5.large', idleShutdown: studio.IdleShutdown.never() },
    spaceStorage: { defaultSize: Size.gibibytes(10), maximumSize: Size.gibibytes(20) },
    dockerAccess: studio.DockerAccess.ENABLED,
    dockerTrustedAccounts: ['123456789012'],
    jupyterLab: { defaultImage: new studio.CustomImage(stack, 'Image', { image: ContainerImage.fromUri('123456789012.dkr.ecr.eu-west-1.amazonaws.com/geo:v1') }) },
    rStudio: { serverInstanceType: 'ml.c5.4xlarge', connectUrl: 'https://connect.example.com' },
    portal: { hiddenTools: [studio.StudioTool.JUMPSTART], hiddenApps: [studio.StudioApp.CANVAS], hiddenInstanceTypes: ['ml.p4d.24xlarge'], hiddenDistributions: ['1.9'] },
    tagPropagation: studio.TagPropagation.ENABLED,
    isolation: studio.DomainIsolation.BY_TAG,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  domain.addUserProfile('ana', {
    role: studio.ProfileRole.own(),
    jupyterLab: { instanceType: 'ml.m5.xlarge', startup: [studio.LifecycleScript.fromText('hello', 'echo hello')], repositories: ['https://a.b/c'] },
    codeEditor: { optionalScripts: [studio.LifecycleScript.fromText('hello', 'echo hello')] },
    rStudio: studio.RStudioAccess.ADMIN,
    portal: { hiddenTools: [studio.StudioTool.MODELS] },
    spaceStorage: { maximumSize: Size.gibibytes(30) },
  });
  return domain;
}

test('the rules of CloudFormation find nothing', () => {
  const stack = strictStack();
  new studio.Domain(stack, 'Least').addUserProfile('bo');
  everything(stack);
  new studio.Domain(stack, 'Offline', {
    authentication: studio.Authentication.IDENTITY_CENTER, networkAccess: studio.NetworkAccess.vpcOnly({ endpoints: studio.VpcEndpoints.created() }),
  }).addUserProfile('cy', { identityCenterUser: 'cy' });

  expect(() => (stack.node.root as App).synth()).not.toThrow();
});

test('fails for a value that CloudFormation would refuse, so the rules are on', () => {
  const stack = strictStack();
  (everything(stack).node.defaultChild as CfnDomain).domainName = '-starts-with-a-hyphen';

  expect(() => (stack.node.root as App).synth()).toThrow(/[Vv]alidation/);
});
