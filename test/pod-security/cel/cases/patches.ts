/** Messages of patches. One expression a line. */
export const PATCHES: readonly string[] = `
Object{}
Object{spec: Object.spec{hostNetwork: true}}
Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name})}}
Object{metadata: Object.metadata{annotations: {'a': 'b'}}}
Object{spec: Object.spec{replicas: 1 + 1}}.spec.replicas
Object{a: 1}.b
has(Object{a: 1}.a)
has(Object{a: 1}.b)
Object{?a: object.?kind}
Object{?a: object.?nope}
Objects{}
Object{a: object.nope}
JSONPatch{op: 'add', path: '/a', value: 1}
JSONPatch{op: 'add', path: '/a/' + jsonpatch.escapeKey('a/b'), value: Object.spec{x: 'y'}}
JSONPatch{op: 1}
JSONPatch{nope: 'a'}
JSONPatch{op: 'remove', path: '/x'}.op
JSONPatch{op: 'remove', path: '/x'}.from
[JSONPatch{op: 'add', path: '/a', value: [1]}, JSONPatch{op: 'remove', path: '/b'}]
object.spec.containers.map(c, JSONPatch{op: 'add', path: '/spec/containers/' + c.name, value: {'a': true}})
[JSONPatch{op: 'test'}].filter(p, p.op == 'test')
JSONPatch{op: 'a'} == JSONPatch{op: 'a'}
Object{a: 1} == Object{a: 1}
Object{a: 1} == Object{a: 2}
type(Object{})
true ? [JSONPatch{op: 'add', path: '/p', value: 1}] : []
object.spec.containers.transformList(i, c, JSONPatch{op: 'add', path: '/spec/containers/' + string(i) + '/x', value: c.name})
[[JSONPatch{op: 'add', path: '/p', value: 1}], []].flatten()
`
  .trim()
  .split('\n');
