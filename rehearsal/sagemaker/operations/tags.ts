import { resourceNotFound, validationException, type Json } from '../api';
import type { Context, Handlers } from '../context';
import type { Resource } from '../resources/resource';
import { pageOf } from './listing';

const MOST_TAGS = 50;

/** Tags of any resource, by its ARN. */
export function tagOperations(context: Context): Handlers {
  const named = (input: Json): Resource => {
    const found = context.resources.findByArn(input.ResourceArn);
    if (!found) {
      throw resourceNotFound(`The resource ${input.ResourceArn} does not exist.`);
    }
    return found;
  };
  const listed = (resource: Resource) => [...resource.tags].map(([Key, Value]) => ({ Key, Value }));
  return {
    AddTags: (input) => {
      const resource = named(input);
      const merged = new Map<string, string>([...resource.tags, ...input.Tags.map((tag: Json): [string, string] => [tag.Key, tag.Value])]);
      if (merged.size > MOST_TAGS) {
        throw validationException(`The resource ${resource.arn} would have ${merged.size} tags; it may have ${MOST_TAGS}.`);
      }
      merged.forEach((value, key) => resource.tags.set(key, value));
      return { Tags: listed(resource) };
    },
    ListTags: (input) => {
      const page = pageOf(listed(named(input)), input);
      return { Tags: page.items, ...(page.nextToken && { NextToken: page.nextToken }) };
    },
    DeleteTags: (input) => {
      const resource = named(input);
      input.TagKeys.forEach((key: string) => resource.tags.delete(key));
      return {};
    },
  };
}
