import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnDomain, CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker';
import { App, Stack, Tags } from 'aws-cdk-lib/core';
import { keepOuterTagsOff, warnOfTags } from '../../lib/core/internal/own-tags';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Team');
});

const profile = () => new CfnUserProfile(stack, 'Ann', { domainId: 'd-1', userProfileName: 'ann', tags: [{ key: 'mine', value: '0' }] });
const domain = () => new CfnDomain(stack, 'Studio', { authMode: 'IAM', domainName: 'team', vpcId: 'vpc-1', defaultUserSettings: { executionRole: 'r' } });
const warnings = () => {
  app.synth();
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data as string);
};

describe('tags of a resource that they would replace', () => {
  test.each([
    ['are none by themselves', undefined, undefined],
    ['are none when none are given', {}, undefined],
    ['are those that are given', { team: 'a' }, [{ Key: 'team', Value: 'a' }]],
  ])('%s, whatever outer scopes set', (_, tags, written) => {
    keepOuterTagsOff(profile(), tags);
    Tags.of(app).add('cost-centre', '42');
    expect(Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::UserProfile'))[0].Properties.Tags).toEqual(written);
  });
});

describe('tags of a resource that they may replace', () => {
  test('are pointed at, with what keeps them off', () => {
    warnOfTags(domain(), 'domain');
    Tags.of(app).add('cost-centre', '42');
    expect(warnings()).toEqual([expect.stringMatching(/a change of 'cost-centre' replaces the domain[^]*excludeResourceTypes: \['AWS::SageMaker::Domain'\]/)]);
  });

  test('are not missed where there are none', () => {
    warnOfTags(domain(), 'domain');
    Tags.of(app).add('cost-centre', '42', { excludeResourceTypes: ['AWS::SageMaker::Domain'] });
    expect(warnings()).toEqual([]);
  });
});
