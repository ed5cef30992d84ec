import { blocksOf, problemsIn, readmes } from './readme-blocks';

const README = `# Title

<!-- given: declare const bucket: s3.IBucket;
declare const count: number; -->
\`\`\`ts
const source = core.S3Source.fromBucket(bucket, count);
\`\`\`

\`\`\`ts
import { S3Source } from 'cdk-sagemaker-lifecycle/core';
S3Source.fromUri('s3://x');
S3Source.fromNowhere('s3://x');
\`\`\`

\`\`\`bash
ls
\`\`\`

\`\`\`ts
new s3.Bucket(this, 'Bucket', { removalPolicy: RemovalPolicy.RETAIN });
const open = {
\`\`\`
`;

test('a mistake in a block is found with its line, in code, in a whole program and in syntax', () => {
  const problems = problemsIn(blocksOf('X.md', README));
  expect(problems).toEqual(expect.arrayContaining([
    "X.md:6: Argument of type 'number' is not assignable to parameter of type 'string'.",
    expect.stringMatching(/^X\.md:12: Property 'fromNowhere' does not exist/),
    expect.stringMatching(/^X\.md:2\d: /),
  ]));
  expect(problems.filter((problem) => /^X\.md:(10|11|21):/.test(problem))).toEqual([]);
});

test('every ts block of every README compiles', () => {
  const blocks = readmes().flatMap((readme) => blocksOf(readme));
  expect(blocks.length).toBeGreaterThan(0);
  expect(problemsIn(blocks)).toEqual([]);
});
