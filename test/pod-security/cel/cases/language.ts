/** Operators, selections, macros and errors. One expression a line. */
export const LANGUAGE: readonly string[] = `
1 + 2
1
-1
--1
- 1 - -2
object.metadata.name
object.spec.containers
object.spec.containers[0].name + 'x'
has(object.spec.foo)
has(object.spec.hostNetwork) && object.spec.hostNetwork
object.spec.?foo.orValue(3)
object.spec.?foo.bar.orValue('a')
object.?spec.containers[0].name
object.?spec.?hostNetwork.orValue(false) ? 'a' : 'b'
(true ? object : oldObject).metadata.labels.app
object.spec.containers.all(c, has(c.image))
object.spec.containers.exists(c, c.name == 'side')
object.spec.containers.exists_one(c, c.name == 'side')
object.spec.containers.filter(c, has(c.args))
object.spec.containers.map(c, c.name)
object.spec.containers.map(c, has(c.args), c.name)
variables.containers.map(c, c.?securityContext.runAsUser.orValue(0) > 0)
variables.names
variables.names.join(',')
'a' in variables.names
object.metadata.name in ['web', 'b']
object.metadata.name in variables.names
object.metadata.name in object.spec.containers[0].args
1 in []
object.x in []
size(object.spec.containers)
object.spec.containers.size() + variables.count
'a,b'.split(',')
'abc'.indexOf('c')
object.metadata.name.indexOf('b')
variables.numbers.indexOf(2)
variables.numbers.sum()
variables.doubles.sum()
variables.numbers.max()
[1] + variables.numbers
[1, 2] + [3]
object.spec.containers + object.spec.initContainers
string(1) + string(true) + string(1.5)
string(object.spec.containers[0].ports[0].hostPort)
1 < 2
object.spec.priority < 2
object.spec.priority > 1.0
object.metadata.name < 'x'
1 / 0
1 % 0
9223372036854775807 + 1
object.missing
object.missing == 1 || true
object.missing == 1 && false
object.missing == 1 || false
true || object.missing
[object.missing].size()
authorizer.group('policy').resource('podsecuritypolicies').name('open').check('use').allowed()
authorizer.serviceAccount('shop', 'runner').group('').resource('pods').namespace('shop').check('get').allowed()
authorizer.serviceAccount('Shop', 'runner')
authorizer.requestResource.check('get').allowed()
authorizer.group('').resource('pods').check('get').reason()
authorizer.group('').resource('pods').check('get').allowed() || authorizer.group('').resource('pods').check('use').allowed() || authorizer.group('').resource('pods').check('list').allowed()
variables.broken
variables.broken == 1 || true
variables.maybe.hasValue()
variables.maybe
variables.nope
variables.containers[0]['name']
object.metadata.labels['app']
object.metadata.labels[object.metadata.name]
object.metadata.labels[?object.metadata.name]
object.spec.containers[variables.count - 1].name
object.spec.containers[?5].name.orValue('none')
object.spec.containers[5].name
{'a': object.metadata.name}
{'a': 1, 'b': 2}['a']
{?'a': object.?foo, ?'b': object.?kind}
[?object.?foo, ?object.?kind]
[1, 'a']
[dyn(1), 'a']
[dyn(1), dyn('a')]
request.userInfo.groups.exists(g, g == 'devs')
request.operation == 'CREATE'
request.nope
namespaceObject.metadata.labels
object.metadata.name == 'web'
object == oldObject
'registry.test/shop/web:1.4'.startsWith('registry')
object.spec.containers[0].image.startsWith('registry')
object.spec.containers[0].image.contains('shop')
object.spec.containers[0].image.matches('^reg.*4$')
'abc'.matches('(')
object.spec.containers[0].image.matches(object.metadata.name)
object.spec.containers[0].image.find('[0-9.]+$')
optional.of(1).optMap(x, x + 1)
object.?kind.optMap(x, x + 'a')
object.?kindx.optMap(x, x + 'a')
object.?kind.optFlatMap(x, optional.of(x))
has(object.?spec.foo)
has((true ? object : oldObject).metadata)
!has(object.spec.containers[0].args)
[1,2,3].exists(i, i > 1)
[1,2,3].exists(i, i / 0 > 1)
[1,2,3].all(i, i / (i - 2) > -5)
[1,2,3].exists(i, i / (i - 2) > 0)
type(1) == int
type(object) == map
type(object.spec) 
int('1')
int('x')
int(object.metadata.name)
duration('1h') + duration('30m')
timestamp('2024-01-01T00:00:00Z').getFullYear()
a.b
foo(1)
1 +
object..x
'abc
`
  .trim()
  .split('\n');
