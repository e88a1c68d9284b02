/** Literals, macros with two names, types, and what is refused. One expression a line. */
export const SYNTAX: readonly string[] = [
  ...String.raw`
variables.names.transformList(i, v, v + string(i))
variables.names.transformList(i, v, i > 0, v)
variables.table.transformMap(k, v, v + 1)
variables.table.transformMap(k, v, v > 5, v + 1)
variables.names.transformMapEntry(i, v, {v: i})
variables.names.transformMapEntry(i, v, {'a': i})
variables.names.all(i, v, i < 5)
variables.names.exists(i, v, v == 'web')
variables.names.existsOne(i, v, v == 'web')
variables.names.exists_one(i, v, i == 0)
variables.names.existsOne(v, v == 'web')
variables.table.all(k, v, k == 'one' && v == 1)
variables.names.map(v, v, v)
variables.names.map(__result__, 1)
variables.names.map(1, 1)
variables.names.all(i, i, true)
jsonpatch.escapeKey('a/b~c')
type([1])
type({})
type(null)
type('a') == string
type(type(1))
type(ip('1.1.1.1'))
type(optional.none())
type(timestamp(0))
int
list
authorizer.path('/healthz').check('get').allowed()
authorizer.path(' ')
authorizer.group('').resource('')
authorizer.group('').resource('pods').fieldSelector('a=b').labelSelector('c=d').check('list').allowed()
authorizer.group('').resource('pods').subresource('x').check('get').errored()
authorizer.group('').resource('pods').check('get').error()
authorizer == authorizer
.object.kind
object.kind.?foo
request.userInfo.extra['scopes'][0]
request.userInfo.nope
namespaceObject.metadata.creationTimestamp
has(request.dryRun)
has(request.options)
request.?options
request.kind == request.requestKind
"\u00fc\x41\101\n"
r'\n'
'''a
b'''
b'\xff\u0041'
'\uD800'
0x10
-0x10
0xFFu
1e3
.5
9223372036854775808
-9223372036854775808
1 + /* no */ 2
1 // comment
1 ? 2 : 3
true ? 1 : 'a'
true ? true ? 1 : 2 : 3
[1, 2,]
[,]
{,}
{'a': 1,}
size([1,2,])
if
object.if
object.in
null
[null, 1]
{1: 'a', 2: 'b'}[1]
{1: 'a'}[1.0]
{1u: 'a'}[1]
{true: 1}[true]
{'a': 1}.a
{'a': 1}.b
{'a': {'b': 2}}.a.b
{'a': 1}.?b.orValue(3)
1 in [1, 2]
1.0 in [1, 2]
dyn(1u) in [1, 2]
'a' in {'a': 1}
'x' in object.metadata.labels
object.metadata.labels.exists(k, k == 'app')
object.metadata.labels.map(k, k)
object.metadata.labels.all(k, object.metadata.labels[k] == 'web')
object.spec.nodeSelector.size()
!object.spec.hostNetwork
!1
-object.spec.priority
-'a'
'a' + 1
object.metadata.name + 1
object.metadata.name + object.kind
object.spec.priority + object.spec.priority
object.spec.priority * 2.0
`
    .trim()
    .split('\n'),
  'a.`b`',
  'object.`b-c`',
];
