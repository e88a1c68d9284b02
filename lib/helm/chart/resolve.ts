import { type ApiObject, type IResolver, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver, ResolutionContext } from 'cdk8s';

/** cdk8s' own resolvers, in its order. */
const BUILT_IN: readonly IResolver[] = [new LazyResolver(), new ImplicitTokenResolver(), new NumberStringUnionResolver()];

/**
 * A resolver that does the work of all others in one walk when it is asked for the root of an object, instead of asking
 * each of them at each node and searching the app each time.
 *
 * cdk8s resolves what a resolver has replaced once more. The finished tree is remembered and left alone then: plain data
 * has nothing left to resolve.
 *
 * @param custom resolvers of the user, asked before cdk8s' own.
 */
export function resolveOnce(custom: readonly IResolver[]): IResolver {
  const resolvers = [...custom, ...BUILT_IN];
  const done = new WeakSet<object>();
  return {
    resolve(context: ResolutionContext): void {
      if (context.key.length > 0 || typeof context.value !== 'object' || done.has(context.value)) return;
      const resolved = walk(context.value, [], context.obj, resolvers, custom.length > 0);
      done.add(resolved as object);
      context.replaceValue(resolved);
    },
  };
}

function walk(value: unknown, key: readonly string[], object: ApiObject, resolvers: readonly IResolver[], custom: boolean): unknown {
  if (value === null || value === undefined) return value;
  // Without resolvers of the user nothing can replace plain text or a plain container.
  if (typeof value !== 'object' && !custom) return value;
  if (custom || (!Array.isArray(value) && value.constructor !== Object) || 'resolve' in (value as object)) {
    const context = new ResolutionContext(object, [...key], value);
    for (const resolver of resolvers) {
      resolver.resolve(context);
      if (context.replaced) return walk(context.replacedValue, key, object, resolvers, custom);
    }
  }
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...key, `${index}`], object, resolvers, custom));
  if ((value as object).constructor !== Object) return value;
  const result: Record<string, unknown> = {};
  for (const name in value as object) result[name] = walk((value as Record<string, unknown>)[name], custom ? [...key, name] : key, object, resolvers, custom);
  return result;
}

