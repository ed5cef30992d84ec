import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Duration, Lazy, type Stack } from 'aws-cdk-lib/core';
import { Feature, FeatureGroup, Features, FeatureType, OfflineStore, OnlineStore, type FeatureGroupProps, type IFeatureGroup } from '../../lib/features';
import { InvocableEndpoint, OnlineEnrichment, RowFormat, type FeatureLookUp, type OnlineEnrichmentProps } from '../../lib/hosting';
import { ACCOUNT, endpointIn, newStack, only, permissions, REGION, refusal, resources, SAGEMAKER, text } from './support';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

const imported = (name = 'customers') => FeatureGroup.fromFeatureGroupName(stack, name, name);
const made = (props: Partial<FeatureGroupProps> = {}, age = Feature.integral('age')): IFeatureGroup => (stack.node.tryFindChild('Made') as FeatureGroup | undefined) ?? new FeatureGroup(stack, 'Made', {
  recordIdentifier: 'id', eventTime: 'at', offline: OfflineStore.none(), ...props,
  features: Features.of([Feature.string('id'), Feature.string('at'), age, Feature.fractional('score')]),
});
const lookUp = (more: Partial<FeatureLookUp> = {}): FeatureLookUp => ({ group: more.group ?? imported(), on: 'customer_id', features: ['age'], ...more });

function enrichment(props: Partial<OnlineEnrichmentProps> = {}): OnlineEnrichment {
  return new OnlineEnrichment(stack, 'Enriched', {
    endpoint: InvocableEndpoint.fromEndpointName('income'), columns: [Feature.fractional('basket'), Feature.integral('age')], lookUps: props.lookUps ?? [lookUp()], ...props,
  });
}

const environment = () => only(stack, 'AWS::Lambda::Function').Properties.Environment.Variables;

describe('an enrichment', () => {
  test('takes an endpoint, columns and a look-up, and makes a function that answers whoever calls it', () => {
    enrichment();
    expect(environment()).toEqual({
      ENDPOINT_NAME: 'income', CONTENT_TYPE: 'text/csv', COLUMNS: '[["basket","F",-1],["age","I",0]]', LOOK_UPS: '[{"group":"customers","on":"customer_id"}]',
    });
    expect(only(stack, 'AWS::Lambda::Function').Properties).toMatchObject({ Timeout: 30, Runtime: 'nodejs24.x' });
    expect(only(stack, 'AWS::Lambda::Function').Properties.DeadLetterConfig).toBeUndefined();
    expect(Object.values(Template.fromStack(stack).toJSON().Resources).map(({ Type }: any) => Type).sort()).toEqual(
      ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup'],
    );
  });

  test('takes every setting', () => {
    const key = new kms.Key(stack, 'Key');
    enrichment({
      columns: [Feature.string('shop_city'), Feature.integral('age')], format: RowFormat.JSON_LINES, accept: 'application/json', timeout: Duration.minutes(1),
      defaults: { shop_city: 'nowhere', age: '' }, encryptionKey: key,
      lookUps: [lookUp(), { group: imported('shops'), on: 'shop_id', features: ['city'], prefix: 'shop_' }],
    });
    expect(environment()).toEqual({
      ENDPOINT_NAME: 'income', CONTENT_TYPE: 'application/jsonlines', ACCEPT: 'application/json', COLUMNS: '[["shop_city","S",1,"nowhere"],["age","I",0,""]]',
      LOOK_UPS: '[{"group":"customers","on":"customer_id"},{"group":"shops","on":"shop_id","prefix":"shop_"}]',
    });
    expect(only(stack, 'AWS::Lambda::Function').Properties).toMatchObject({ Timeout: 60, KmsKeyArn: expect.anything() });
  });

  test('looks up what fills a column, by the record identifier, of a group whose definitions are known', () => {
    enrichment({
      columns: [Feature.integral('age'), Feature.fractional('seller_score'), Feature.integral('years'), Feature.string('id')],
      lookUps: [{ group: made() }, { group: made(), on: 'seller_id', prefix: 'seller_', aliases: { age: 'years' } }],
    });
    expect(JSON.parse(text(environment().COLUMNS))).toEqual([['age', 'I', 0], ['seller_score', 'F', 1], ['years', 'I', 1], ['id', 'S', -1]]);
    expect(JSON.parse(text(environment().LOOK_UPS).replace(/<Made\w+>/g, 'made'))).toEqual([
      { group: 'made', on: 'id' }, { group: 'made', on: 'seller_id', prefix: 'seller_', renamed: { years: 'age' } },
    ]);
  });

  test('knows the definitions of an imported group that says them', () => {
    const definitions = { recordIdentifier: 'person_id', eventTime: 'at', features: Features.of([Feature.string('person_id'), Feature.string('at'), Feature.integral('age')]) };
    enrichment({ lookUps: [{ group: FeatureGroup.fromFeatureGroupAttributes(stack, 'People', { featureGroupName: 'people', definitions }) }] });
    expect(environment()).toMatchObject({ COLUMNS: '[["basket","F",-1],["age","I",0]]', LOOK_UPS: '[{"group":"people","on":"person_id"}]' });
  });

  test('may have columns that are called as what every object has', () => {
    enrichment({ columns: [Feature.string('constructor'), Feature.integral('age')], defaults: { age: '0' } });
    expect(environment().COLUMNS).toBe('[["constructor","S",-1],["age","I",0,"0"]]');
  });

  test('may read these groups and ask this endpoint, and nothing else', () => {
    enrichment({ lookUps: [lookUp(), { group: imported('Shops'), on: 'shop_id', features: ['basket'] }] });
    expect(permissions(stack, /Enriched/).filter((line) => !line.startsWith('logs:'))).toEqual([
      `sagemaker:BatchGetRecord on ${SAGEMAKER}:feature-group/customers ${SAGEMAKER}:feature-group/Shops ${SAGEMAKER}:feature-group/shops`,
      `sagemaker:InvokeEndpoint on ${SAGEMAKER}:endpoint/income`,
    ]);
  });

  test('may use the key of a group that it reads', () => {
    const key = new kms.Key(stack, 'Key');
    enrichment({ lookUps: [lookUp({ group: made({ encryptionKey: key }) })] });
    expect(permissions(stack, /Enriched/)).toContain('kms:Decrypt on <Key.Arn>');
    expect(text(environment().LOOK_UPS)).toMatch(/^\[\{"group":"<Made\w+>","on":"customer_id"\}\]$/);
  });

  test('may ask an endpoint whose name was written in capitals, as SageMaker writes it too', () => {
    enrichment({ endpoint: InvocableEndpoint.fromEndpointName('Income') });
    expect(permissions(stack, /Enriched/)).toContain(`sagemaker:InvokeEndpoint on ${SAGEMAKER}:endpoint/Income ${SAGEMAKER}:endpoint/income`);
  });

  test('stands in front of an endpoint that follows the registry', () => {
    enrichment({ endpoint: endpointIn(stack) });
    expect(JSON.stringify(resources(stack, 'AWS::Lambda::Function'))).toContain('"ENDPOINT_NAME":"income"');
  });

  test('names a group of another account by its ARN', () => {
    const arn = `arn:aws:sagemaker:${REGION}:111122223333:feature-group/customers`;
    enrichment({ lookUps: [lookUp({ group: FeatureGroup.fromFeatureGroupArn(stack, 'Theirs', arn) })] });
    expect(environment().LOOK_UPS).toContain(`"group":"${arn}"`);
    expect(permissions(stack, /Enriched/)).toContain(`sagemaker:BatchGetRecord on ${arn}`);
  });

  test('lets others ask it, and them alone', () => {
    const role = new iam.Role(stack, 'Shop', { assumedBy: new iam.AccountPrincipal(ACCOUNT) });
    enrichment().grants.invoke(role);
    expect(permissions(stack, /Shop/)).toEqual([expect.stringMatching(/^lambda:InvokeFunction on <EnrichedHandlerFunction\w*\.Arn>$/)]);
  });

  test('tells of rows and missing features', () => {
    const made = enrichment();
    expect([made.metricMissingFeatures(), made.metricEnrichedRows({ statistic: 'Average' })]).toMatchObject([
      { namespace: 'cdk-sagemaker-lifecycle/Hosting', metricName: 'MissingFeatures', dimensions: { EndpointName: 'income' }, statistic: 'Sum' },
      { metricName: 'EnrichedRows', statistic: 'Average' },
    ]);
  });

  test('takes tokens', () => {
    const token = (value: string) => Lazy.string({ produce: () => value });
    enrichment({ endpoint: InvocableEndpoint.fromEndpointName(token('no name')), accept: token(''), timeout: Duration.seconds(Lazy.number({ produce: () => 20 })) });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Timeout: 20, Environment: { Variables: Match.objectLike({ ENDPOINT_NAME: 'no name' }) } });
  });
});

describe('an enrichment is refused', () => {
  test.each<[string, () => Partial<OnlineEnrichmentProps>, string]>([
    ['without columns', () => ({ columns: [], lookUps: [lookUp()] }), 'EnrichmentColumnsCount'],
    ['without look-ups', () => ({ lookUps: [] }), 'EnrichmentLookUpsCount'],
    ['with a look-up of nothing', () => ({ lookUps: [lookUp({ features: [] })] }), 'EnrichmentLooksNothingUp'],
    ['with a look-up of all features of a group that is not known', () => ({ lookUps: [lookUp({ features: undefined })] }), 'EnrichmentLooksNothingUp'],
    ['with a look-up that fills no column', () => ({ columns: [Feature.string('other')], lookUps: [{ group: made() }] }), 'EnrichmentLooksNothingUp'],
    ['without a name for identifiers', () => ({ lookUps: [lookUp({ on: '' })] }), 'EnrichmentIdentifierUnknown'],
    ['without a name for identifiers of a group that is not known', () => ({ lookUps: [lookUp({ on: undefined })] }), 'EnrichmentIdentifierUnknown'],
    ['with an alias for what is not looked up', () => ({ lookUps: [lookUp({ aliases: { score: 'basket' } })] }), "lookUps[0].aliases: name a feature that is not looked up, got 'score'"],
    ['with a column there twice', () => ({ columns: [Feature.integral('age'), Feature.string('age')] }), "EnrichmentColumnRepeated  Shop/Enriched\n  columns: name a column twice, got 'age'"],
    ['with a column filled twice', () => ({ lookUps: [lookUp(), lookUp({ group: imported('others') })] }), 'EnrichmentColumnFilledTwice'],
    ['with a feature that fills no column', () => ({ lookUps: [lookUp({ prefix: 'x_' })] }), "EnrichmentFeatureUnused  Shop/Enriched\n  lookUps[0].features: fill a column that the model does not have, got 'x_age'"],
    ['with a default for no column', () => ({ defaults: { agee: '1' } }), "EnrichmentDefaultUnknown  Shop/Enriched\n  defaults: name a column that the model does not have, got 'agee'\n  Did you mean 'age'?"],
    ['with a default that is no number', () => ({ defaults: { basket: 'none' } }), "EnrichmentDefaultUnfit  Shop/Enriched\n  defaults 'basket': must be a value of type Fractional"],
    ['with a default that is no whole number', () => ({ defaults: { age: '1.5' } }), 'EnrichmentDefaultUnfit'],
    ['with a name that no endpoint has', () => ({ endpoint: InvocableEndpoint.fromEndpointName('a_b') }), 'EndpointNameInvalid'],
    ['with a second of time', () => ({ timeout: Duration.seconds(1) }), 'EnrichmentTimeoutRange'],
    ['with more than 15 minutes', () => ({ timeout: Duration.seconds(901) }), 'EnrichmentTimeoutRange'],
    ['with an empty type of answers', () => ({ accept: '' }), 'EnrichmentAcceptLength'],
    ['for a group of another region', () => ({
      lookUps: [lookUp({ group: FeatureGroup.fromFeatureGroupArn(stack, 'Far', `arn:aws:sagemaker:us-east-1:${ACCOUNT}:feature-group/customers`) })],
    }), 'EnrichmentGroupElsewhere'],
    ['for a group without an online store', () => ({ lookUps: [lookUp({ group: made({ online: OnlineStore.none(), offline: undefined }) })] }), 'EnrichmentGroupOffline'],
    ['for a feature that the group does not have', () => ({ columns: [Feature.integral('agee')], lookUps: [lookUp({ group: made(), features: ['agee'] })] }),
      "name no feature of Shop/Made, got 'agee'\n  Did you mean 'age'?"],
    ['for a column of another type than the feature', () => ({ columns: [Feature.string('age')], lookUps: [lookUp({ group: made() })] }), "EnrichmentTypeDiffers  Shop/Enriched\n  columns: must have 'age' as Integral"],
    ['for a column that holds one value where the feature is a list', () => ({
      columns: [Feature.string('age')],
      lookUps: [lookUp({ group: made({ online: OnlineStore.inMemory(), offline: undefined }, Feature.list('age', FeatureType.STRING)), features: ['age'] })],
    }), "columns: must have 'age' as List of String, which it is in Shop/Made, got 'String'"],
  ])('%s', (_, props, message) => {
    expect(refusal(() => enrichment(props()))).toContain(message);
  });

  test.each([2, 900])('but not with %i seconds of time', (seconds) => {
    expect(refusal(() => enrichment({ timeout: Duration.seconds(seconds) }))).toBe('accepted');
  });

  test('when its columns do not fit into an environment, and not a byte before', () => {
    // `[["...","S",-1],["age","I",0]]` has 27 bytes beside the name, and `[{"group":"customers","on":"customer_id"}]` 42.
    const columns = (length: number) => [Feature.string('x'.repeat(length)), Feature.integral('age')];
    expect(refusal(() => enrichment({ columns: columns(3331) }))).toBe('accepted');
    stack = newStack();
    expect(refusal(() => enrichment({ columns: columns(3332) }))).toContain(
      "EnrichmentSize  Shop/Enriched\n  columns: with look-ups and defaults take 3400 bytes of the function's environment at most, got 3401",
    );
  });

  test('for all its mistakes at once', () => {
    expect(refusal(() => enrichment({ lookUps: [], defaults: { x: '' }, timeout: Duration.seconds(0) }))).toMatch(/EnrichmentLookUpsCount[^]*EnrichmentTimeoutRange[^]*EnrichmentDefaultUnknown/);
  });
});
