// aws-cdk-lib validates every template it synthesises; that costs seconds a process, so the one strict run
// (test/quality/strict.test.ts) switches it on and every other test leaves it off.
process.env.CDK_VALIDATION ??= 'false';
// No test may reach a real account by accident.
process.env.AWS_ACCESS_KEY_ID = 'test';
process.env.AWS_SECRET_ACCESS_KEY = 'test';
process.env.AWS_REGION = 'us-east-1';
process.env.AWS_EC2_METADATA_DISABLED = 'true';
