import type { DeclaredSources } from '../../lib/core/contract';
import type { Container } from './observe';

/** Why a version may not be served: everything it brings along must begin with something that was declared. Undefined when all is well. */
export function undeclared(containers: readonly Container[], { images, artifacts }: DeclaredSources): string | undefined {
  if (containers.length === 0) {
    return 'the version has no container to serve';
  }
  const problems = containers.flatMap(({ image, artifact }) => [
    ...(images.some((start) => isBelow(image, start, ':@')) ? [] : [`image ${image || '(none)'} is not from a declared registry`]),
    ...(artifact === undefined || artifacts.some((start) => isBelow(artifact, start, '/')) ? [] : [`artifact ${artifact} is not from a declared place`]),
  ]);
  return problems.length > 0 ? problems.join('; ') : undefined;
}

/** Whether a text goes on after a beginning at one of its separators: `repository` declares no `repository-of-somebody-else`. */
function isBelow(text: string, start: string, separators: string): boolean {
  return start !== '' && text.startsWith(start) && (text.length === start.length || separators.includes(start.at(-1)!) || separators.includes(text[start.length]));
}
