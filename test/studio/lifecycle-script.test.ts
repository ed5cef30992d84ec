import { mkdtempSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { App, CfnParameter, Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as studio from '../../lib/studio';
import { refusal } from '../support/reading';

const { LifecycleScript, ProfileRole } = studio;
const CONFIG = 'AWS::SageMaker::StudioLifecycleConfig';

let stack: Stack;
let folder: string;
beforeEach(() => {
  stack = new Stack(new App(), 'Team');
  folder = mkdtempSync(join(tmpdir(), 'scripts-'));
});

const template = () => Template.fromStack(stack);
const configs = () => Object.entries(template().findResources(CONFIG)).map(([id, { Properties }]) => ({ id, ...Properties }));
const scriptOf = (content: any): string => Buffer.from(content, 'base64').toString();
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const nextId = () => `Studio${stack.node.children.length}`;
const withStartup = (...startup: studio.LifecycleScript[]) => new studio.Domain(stack, nextId(), { jupyterLab: { startup } });

describe('what always runs', () => {
  test('is one lifecycle configuration of the domain, as it was written', () => {
    withStartup(LifecycleScript.fromFile(file('install.sh', '#!/bin/bash\r\npip install geopandas\n')));

    const [config] = configs();
    expect(scriptOf(config.StudioLifecycleConfigContent)).toBe('#!/bin/bash\npip install geopandas\n');
    expect(config.StudioLifecycleConfigAppType).toBe('JupyterLab');
    template().hasResourceProperties('AWS::SageMaker::Domain', {
      DefaultUserSettings: {
        JupyterLabAppSettings: { BuiltInLifecycleConfigArn: { 'Fn::GetAtt': [config.id, 'StudioLifecycleConfigArn'] }, LifecycleConfigArns: Match.absent() },
        CodeEditorAppSettings: { BuiltInLifecycleConfigArn: Match.absent() },
      },
    });
  });

  test('runs one after the other, each in its own language, with standard input free, and with its own arguments', () => {
    withStartup(
      LifecycleScript.fromText('first', 'echo "one $HOME"\ncat'),
      LifecycleScript.fromText('second', '#!/usr/bin/env python3\nimport sys\nprint("it\'s", sys.argv[1:], sys.stdin.read())\n'),
    );

    const ran = spawnSync('bash', ['-c', scriptOf(configs()[0].StudioLifecycleConfigContent)], { input: 'typed\n', env: { ...process.env, HOME: '/home/me' }, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stdout: "one /home/me\ntyped\nit's [] \n" });
  });

  test('fails with a script of one\'s own, and goes on without one of this library', () => {
    const ours = LifecycleScript.endIdleKernels(Duration.minutes(90));
    withStartup(ours, LifecycleScript.fromText('mine', 'echo mine; exit 3'), LifecycleScript.fromText('never', 'echo never'));

    // The home directory is a file, so that settings cannot be written there.
    const ran = spawnSync('bash', ['-c', scriptOf(configs()[0].StudioLifecycleConfigContent)], { env: { ...process.env, HOME: '/dev/null' }, encoding: 'utf8' });
    expect(ran.stderr).toContain('end-idle-kernels failed; going on without it');
    expect(ran).toMatchObject({ status: 1, stdout: 'mine\n', stderr: expect.stringMatching(/mine failed\n$/) });
  });
});

describe('a name follows from the content', () => {
  const nameOf = (text: string, tag?: string) => {
    const other = new Stack(new App(), 'Team');
    new studio.Domain(other, 'Studio', { jupyterLab: { startup: [LifecycleScript.fromText('x', text)] } });
    if (tag) {
      Tags.of(other).add('team', tag);
    }
    const [[id, { Properties }]] = Object.entries(Template.fromStack(other).findResources(CONFIG));
    return { id, name: Properties.StudioLifecycleConfigName as string };
  };

  test('a change makes another configuration beside the old one, and no change makes none', () => {
    expect(nameOf('a')).toEqual(nameOf('a'));
    expect(nameOf('a').id).not.toBe(nameOf('b').id);
    expect(nameOf('a').name).not.toBe(nameOf('b').name);
  });

  test('so do other tags, which replace it too', () => {
    const names = [nameOf('a'), nameOf('a', 'x'), nameOf('a', 'y')];

    expect(new Set(names.map(({ id }) => id)).size).toBe(1);
    expect(new Set(names.map(({ name }) => name)).size).toBe(3);
    names.forEach(({ name }) => expect(name).toMatch(/^[a-z0-9](-*[a-z0-9]){0,62}$/));
  });

  test('within the length that a name may have', () => {
    const deep = new Stack(new App(), 'A-very-long-name-of-a-stack-that-goes-on-and-on-and-on-until-the-end');
    Tags.of(deep).add('team', 'x');
    new studio.Domain(deep, 'Studio', { jupyterLab: { startup: [LifecycleScript.fromText('x', 'a')] } });

    const [{ Properties }] = Object.values(Template.fromStack(deep).findResources(CONFIG));
    expect(Properties.StudioLifecycleConfigName.length).toBeLessThanOrEqual(63);
  });
});

test('people may choose among scripts, of which each is a configuration', () => {
  new studio.Domain(stack, 'Studio', { codeEditor: { optionalScripts: [LifecycleScript.fromText('a', 'echo a'), LifecycleScript.fromText('b', 'echo b')] } });

  const arns = configs().map(({ id }) => ({ 'Fn::GetAtt': [id, 'StudioLifecycleConfigArn'] }));
  expect(arns).toHaveLength(2);
  template().hasResourceProperties('AWS::SageMaker::Domain', {
    DefaultUserSettings: { CodeEditorAppSettings: { LifecycleConfigArns: arns, BuiltInLifecycleConfigArn: Match.absent() } },
  });
});

test('a person whose app differs uses the domain\'s configuration where the script is the same', () => {
  const domain = withStartup(LifecycleScript.fromText('a', 'echo a'));
  domain.addUserProfile('ana', { jupyterLab: { instanceType: 'ml.m5.large' } });
  domain.addUserProfile('bo', { jupyterLab: { startup: [LifecycleScript.fromText('b', 'echo b')] } });

  const [ofDomain, ofBo] = configs();
  expect(configs()).toHaveLength(2);
  const uses = (UserProfileName: string, { id }: { id: string }) => template().hasResourceProperties('AWS::SageMaker::UserProfile', {
    UserProfileName, UserSettings: { JupyterLabAppSettings: { BuiltInLifecycleConfigArn: { 'Fn::GetAtt': [id, 'StudioLifecycleConfigArn'] } } },
  });
  uses('ana', ofDomain);
  uses('bo', ofBo);
});

test('extensions are installed after what else runs', () => {
  new studio.Domain(stack, 'Studio', { codeEditor: { startup: [LifecycleScript.fromText('a', 'echo a')], extensions: ['a.b', 'c.d@1.0'] } });
  new studio.Domain(stack, 'None', { codeEditor: { extensions: [] } });

  expect(configs()).toHaveLength(1);
  expect(scriptOf(configs()[0].StudioLifecycleConfigContent)).toMatch(/echo a[^]*python3 \/dev\/fd\/3 'a.b' 'c.d@1.0' 3<</);
});

describe('files to begin with', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'notebooks'));
    writeFileSync(join(folder, 'notebooks', 'start.ipynb'), '{}');
  });

  test('travel with the stack, and every role that opens the domain may read them', () => {
    const domain = withStartup(LifecycleScript.copyFiles(join(folder, 'notebooks'), { folder: 'examples/first' }));
    const own = domain.addUserProfile('ana', { role: ProfileRole.own() });

    const content = configs()[0].StudioLifecycleConfigContent['Fn::Base64'];
    expect(JSON.stringify(content)).toMatch(/\.tar\.gz"},"' 'examples\/first' 3<</);
    for (const role of [domain.executionRole, own.executionRole!]) {
      template().hasResourceProperties('AWS::IAM::Policy', {
        Roles: [stack.resolve(role.roleName)],
        PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) },
      });
    }
  });

  test.each(['', '/', '..', 'a/../b', 'a//b', '/home', "a'b", '.'])("fails for the folder '%s'", (target) => {
    expect(refusal(() => withStartup(LifecycleScript.copyFiles(join(folder, 'notebooks'), { folder: target })))).toContain('FolderInvalid');
  });

  test.each(['a', 'a/b', '.config/a', 'a..b'])("takes the folder '%s'", (target) => {
    expect(refusal(() => withStartup(LifecycleScript.copyFiles(join(folder, 'notebooks'), { folder: target })))).toBe('accepted');
  });

  test('fails without files', () => {
    mkdirSync(join(folder, 'empty'));

    expect(refusal(() => withStartup(LifecycleScript.copyFiles(join(folder, 'empty'))))).toContain('FolderEmpty');
    expect(refusal(() => withStartup(LifecycleScript.copyFiles(join(folder, 'missing'))))).toContain('FolderEmpty');
  });
});

describe('refusals', () => {
  const inCodeEditor = (codeEditor: studio.CodeEditorOptions) => new studio.Domain(stack, nextId(), { codeEditor });

  test('a script for the other app', () => {
    expect(refusal(() => inCodeEditor({ startup: [LifecycleScript.endIdleKernels(Duration.hours(1))] }))).toMatch(/ScriptForOtherApp[^]*codeEditor.startup[^]*JupyterLab only/);
  });

  test.each([[0.5, false], [1, true], [525_600, true], [525_601, false]])('kernels that idle for %d minutes: %s', (minutes, fine) => {
    expect(refusal(() => withStartup(LifecycleScript.endIdleKernels(Duration.seconds(60 * minutes))))).toContain(fine ? 'accepted' : 'IdleKernelMinutesRange');
  });

  test.each(['a.b', 'ms-python.black-formatter', 'a.b.c', 'a.b@1.2.3'])("takes the extension '%s'", (extension) => {
    expect(refusal(() => inCodeEditor({ extensions: [extension] }))).toBe('accepted');
  });

  test.each(['python', '', 'a/b', 'a.b c', "a.b'", '--force.x'])("fails for the extension '%s'", (extension) => {
    expect(refusal(() => inCodeEditor({ extensions: ['a.b', extension] }))).toContain('ExtensionInvalid');
  });

  test('no commands and no file', () => {
    expect(refusal(() => withStartup(LifecycleScript.fromText('x', ' \n')))).toContain('ScriptEmpty');
    expect(refusal(() => withStartup(LifecycleScript.fromFile(join(folder, 'missing.sh'))))).toContain('FileMissing');
  });

  test.each([[12_288, true], [12_289, false]])('%d bytes of script: %s', (bytes, fine) => {
    expect(refusal(() => withStartup(LifecycleScript.fromText('x', 'x'.repeat(bytes))))).toContain(fine ? 'accepted' : 'StudioLifecycleConfigContentRange');
  });

  test.each([[30, true], [31, false]])('%d scripts to choose from: %s', (count, fine) => {
    const optionalScripts = Array.from({ length: count }, (_, index) => LifecycleScript.fromText('x', `echo ${index}`));

    expect(refusal(() => new studio.Domain(stack, 'Studio', { jupyterLab: { optionalScripts } }))).toContain(fine ? 'accepted' : 'LifecycleConfigArnsCount');
  });
});

test('tokens pass and stand in the script', () => {
  const bucket = new s3.Bucket(stack, 'Data');
  const minutes = new CfnParameter(stack, 'Minutes', { type: 'Number' });
  withStartup(LifecycleScript.fromText('data', `aws s3 ls ${bucket.bucketName}\n`), LifecycleScript.endIdleKernels(Duration.minutes(minutes.valueAsNumber)));

  const text = JSON.stringify(configs()[0].StudioLifecycleConfigContent);
  expect(text).toContain('{"Ref":"Minutes"}');
  expect(text).toContain(`{"Ref":"${stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket)}"}`);
});

describe('repositories', () => {
  const withRepositories = (repositories: string[]) => new studio.Domain(stack, nextId(), { jupyterLab: { repositories } });

  test('are offered in JupyterLab', () => {
    withRepositories(['https://github.com/aws/amazon-sagemaker-examples.git']);

    template().hasResourceProperties('AWS::SageMaker::Domain', {
      DefaultUserSettings: { JupyterLabAppSettings: { CodeRepositories: [{ RepositoryUrl: 'https://github.com/aws/amazon-sagemaker-examples.git' }] } },
    });
  });

  test.each([[10, true], [11, false]])('%d of them: %s', (count, fine) => {
    expect(refusal(() => withRepositories(Array.from({ length: count }, (_, index) => `https://a.b/${index}`)))).toContain(fine ? 'accepted' : 'CodeRepositoriesCount');
  });

  test.each(['http://a.b/c', 'git@github.com:a/b', 'https://me@a.b/c', 'https://a.b//c', 'https://a.b:8443/c', `https://${'a'.repeat(64)}!`])("fails for '%s'", (address) => {
    expect(refusal(() => withRepositories([address]))).toContain('RepositoryUrlPattern');
  });

  test('fails for one of 257 characters, not of 256', () => {
    const address = `https://a.b/${'x'.repeat(244)}`;

    expect(refusal(() => withRepositories([address]))).toBe('accepted');
    expect(refusal(() => withRepositories([`${address}x`]))).toContain('RepositoryUrlLength');
  });
});
