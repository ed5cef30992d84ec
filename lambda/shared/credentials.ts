/**
 * Where the AWS clients of a bundled handler find their credentials: in the environment, where Lambda puts them.
 *
 * The build puts this in place of the SDK's search through profiles, sign-in caches and metadata services, which is a quarter of a bundle.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
