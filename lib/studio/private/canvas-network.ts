import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { allow } from '../../core/internal/allow';
import { Mistakes } from '../../core/internal/errors';
import { grantNetworkInterfaces, type Network } from '../../core/internal/network';
import type { Canvas } from './canvas-settings';
import type { AppNetwork } from './placement';

const { CLOUDWATCH_MONITORING, EC2, ECR, ECR_DOCKER, SAGEMAKER_NOTEBOOK, SSM } = ec2.InterfaceVpcEndpointAwsService;

/**
 * What the developer guide on Canvas in a VPC lists besides what Studio and features call, and sources of data, which people name.
 *
 * Canvas looks for the endpoints that its jobs need, and runs jobs outside the VPC where it misses one.
 */
const ALWAYS = [ECR, ECR_DOCKER, EC2, SSM, CLOUDWATCH_MONITORING, SAGEMAKER_NOTEBOOK];

/** Leads Canvas to what it calls, where apps reach nothing but the VPC. */
export function connectCanvas(scope: Construct, { options: { features = [] } }: Canvas, network: AppNetwork | undefined): void {
  const parts = features.map(({ _parts }) => _parts);
  new Mistakes(scope)
    .when(network?.isClosed === true && parts.some(({ trusts }) => trusts?.services.includes('bedrock.amazonaws.com')), {
      code: 'CanvasTuningNeedsInternet', property: 'canvas.features: generativeAi', problem: 'Bedrock has no endpoint for tuning, and nothing leads from this network to the internet',
      fix: "Leave 'tuningRole' out, or give the domain a 'vpc' with a NAT gateway.",
    })
    .throwIfAny();
  network?.endpoints?.leadTo([...ALWAYS, ...parts.flatMap(({ calls = [] }) => calls)]);
}

/** Lets a role see which endpoints there are, and run the jobs of Canvas in the VPC. */
export function allowCanvasIn(scope: Construct, role: iam.IRole, network: Network): void {
  allow(role, { actions: ['ec2:DescribeVpcEndpointServices'], resourceArns: ['*'] }, 'Describing the services of endpoints supports no resource.');
  grantNetworkInterfaces(scope, role, network);
}
