import { type ApiObject, type IResolver, ResolutionContext } from 'cdk8s';

/**
 * What a finished object is made of at its root. cdk8s' `resolve` asks for the class itself and goes into nothing but an
 * `Object`; its `sanitizeValue` asks for the name of the class. So the one leaves it alone and the other takes it for plain.
 */
const Finished = { Object: class {} }.Object;

/**
 * One resolver that does the work of all others in one walk over an object. cdk8s searches the app, makes a context and
 * asks each resolver anew at every node, plain or not, and goes through what was replaced a second time.
 *
 * @param resolvers cdk8s' own: all of them replace objects of a class, or such that have a method `resolve`, and nothing
 *   else. Resolvers of a user may replace anything: with those cdk8s must do it itself.
 */
export function resolveOnce(resolvers: readonly IResolver[]): IResolver {
  const ask = (value: object, object: ApiObject): ResolutionContext => {
    const context = new ResolutionContext(object, [], value);
    for (const resolver of resolvers) {
      resolver.resolve(context);
      if (context.replaced) break;
    }
    return context;
  };
  // Copies only what it changes: cdk8s copies the rest when it sorts the keys.
  const walk = (value: unknown, object: ApiObject): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return walkList(value, object);
    if (value.constructor !== Object || 'resolve' in value) {
      const { replaced, replacedValue } = ask(value, object);
      if (replaced) return walk(replacedValue, object);
      if (value.constructor !== Object) return value;
    }
    return walkMap(value as Readonly<Record<string, unknown>>, object);
  };
  const walkList = (list: readonly unknown[], object: ApiObject): readonly unknown[] => {
    let result: unknown[] | undefined;
    for (let i = 0; i < list.length; i++) {
      const item = walk(list[i], object);
      if (item === list[i]) continue;
      result ??= [...list];
      result[i] = item;
    }
    return result ?? list;
  };
  const walkMap = (map: Readonly<Record<string, unknown>>, object: ApiObject): Readonly<Record<string, unknown>> => {
    let result: Record<string, unknown> | undefined;
    for (const key in map) {
      const item = walk(map[key], object);
      if (item === map[key]) continue;
      result ??= { ...map };
      result[key] = item;
    }
    return result ?? map;
  };
  return {
    resolve(context: ResolutionContext): void {
      const { value, obj } = context;
      if (typeof value !== 'object' || value instanceof Finished) return;
      const resolved = walk(value, obj);
      if (resolved === null || typeof resolved !== 'object' || resolved.constructor !== Object) {
        if (resolved !== value) context.replaceValue(resolved);
      } else context.replaceValue(Object.assign(new Finished(), resolved));
    },
  };
}
