const AUTHORIZER = 'kubernetes.authorization.Authorizer';
const PATH = 'kubernetes.authorization.PathCheck';
const GROUP = 'kubernetes.authorization.GroupCheck';
export const RESOURCE = 'kubernetes.authorization.ResourceCheck';
const DECISION = 'kubernetes.authorization.Decision';

export const AUTHZ = `
path authorizer_path .(${AUTHORIZER},string) ${PATH}
group authorizer_group .(${AUTHORIZER},string) ${GROUP}
serviceAccount authorizer_serviceaccount .(${AUTHORIZER},string,string) ${AUTHORIZER}
resource groupcheck_resource .(${GROUP},string) ${RESOURCE}
subresource resourcecheck_subresource .(${RESOURCE},string) ${RESOURCE}
namespace resourcecheck_namespace .(${RESOURCE},string) ${RESOURCE}
name resourcecheck_name .(${RESOURCE},string) ${RESOURCE}
check pathcheck_check .(${PATH},string) ${DECISION}
check resourcecheck_check .(${RESOURCE},string) ${DECISION}
errored decision_errored .(${DECISION}) bool
error decision_error .(${DECISION}) string
allowed decision_allowed .(${DECISION}) bool
reason decision_reason .(${DECISION}) string`;

export const OPTIONALS = `
optional.of optional_of (V) optional(V)
optional.ofNonZeroValue optional_ofNonZeroValue (V) optional(V)
optional.none optional_none () optional(V)
value optional_value .(optional(V)) V
hasValue optional_hasValue .(optional(V)) bool
or optional_or_optional .(optional(V),optional(V)) optional(V)
orValue optional_orValue_value .(optional(V),V) V
_?._ select_optional_field (dyn,string) optional(V)
_[?_] list_optindex_optional_int (list(V),int) optional(V)
_[?_] optional_list_optindex_optional_int (optional(list(V)),int) optional(V)
_[?_] map_optindex_optional_value (map(K,V),K) optional(V)
_[?_] optional_map_optindex_optional_value (optional(map(K,V)),K) optional(V)`;

export const LATER_OPTIONALS = `
last list_last .(list(V)) optional(V)
first list_first .(list(V)) optional(V)
optional.unwrap optional_unwrap (list(optional(V))) list(V)
unwrapOpt optional_unwrapOpt .(list(optional(V))) list(V)`;

const URL = 'kubernetes.URL';
export const URLS = `
url string_to_url (string) ${URL}
getScheme url_get_scheme .(${URL}) string
getHost url_get_host .(${URL}) string
getHostname url_get_hostname .(${URL}) string
getPort url_get_port .(${URL}) string
getEscapedPath url_get_escaped_path .(${URL}) string
getQuery url_get_query .(${URL}) map(string,list(string))
isURL is_url_string (string) bool`;

const QUANTITY = 'kubernetes.Quantity';
export const QUANTITIES = `
quantity string_to_quantity (string) ${QUANTITY}
isQuantity is_quantity_string (string) bool
sign quantity_sign (${QUANTITY}) int
isGreaterThan quantity_is_greater_than .(${QUANTITY},${QUANTITY}) bool
isLessThan quantity_is_less_than .(${QUANTITY},${QUANTITY}) bool
compareTo quantity_compare_to .(${QUANTITY},${QUANTITY}) int
asApproximateFloat quantity_get_float .(${QUANTITY}) double
asInteger quantity_get_int .(${QUANTITY}) int
isInteger quantity_is_integer .(${QUANTITY}) bool
add quantity_add .(${QUANTITY},${QUANTITY}) ${QUANTITY}
add quantity_add_int .(${QUANTITY},int) ${QUANTITY}
sub quantity_sub .(${QUANTITY},${QUANTITY}) ${QUANTITY}
sub quantity_sub_int .(${QUANTITY},int) ${QUANTITY}`;

const IP = 'net.IP';
const CIDR = 'net.CIDR';
export const ADDRESSES = `
ip string_to_ip (string) ${IP}
family ip_family .(${IP}) int
ip.isCanonical ip_is_canonical (string) bool
isUnspecified ip_is_unspecified .(${IP}) bool
isLoopback ip_is_loopback .(${IP}) bool
isLinkLocalMulticast ip_is_link_local_multicast .(${IP}) bool
isLinkLocalUnicast ip_is_link_local_unicast .(${IP}) bool
isGlobalUnicast ip_is_global_unicast .(${IP}) bool
isIP is_ip (string) bool
string ip_to_string (${IP}) string
cidr string_to_cidr (string) ${CIDR}
containsIP cidr_contains_ip_string .(${CIDR},string) bool
containsIP cidr_contains_ip_ip .(${CIDR},${IP}) bool
containsCIDR cidr_contains_cidr_string .(${CIDR},string) bool
containsCIDR cidr_contains_cidr .(${CIDR},${CIDR}) bool
ip cidr_ip .(${CIDR}) ${IP}
prefixLength cidr_prefix_length .(${CIDR}) int
masked cidr_masked .(${CIDR}) ${CIDR}
isCIDR is_cidr (string) bool
string cidr_to_string (${CIDR}) string`;

const FORMAT = 'kubernetes.NamedFormat';
/** Formats by name. */
export const FORMAT_NAMES = [
  'dns1123Label',
  'dns1123Subdomain',
  'dns1035Label',
  'qualifiedName',
  'dns1123LabelPrefix',
  'dns1123SubdomainPrefix',
  'dns1035LabelPrefix',
  'labelValue',
  'uri',
  'uuid',
  'byte',
  'date',
  'datetime',
] as const;

export const FORMATS = `
${FORMAT_NAMES.map((name) => `format.${name} format.${name} () ${FORMAT}`).join('\n')}
validate format-validate .(${FORMAT},string) optional(list(string))
format.named format-named (string) optional(${FORMAT})`;

const SEMVER = 'kubernetes.Semver';
export const SEMVERS = `
semver string_to_semver (string) ${SEMVER}
semver string_bool_to_semver (string,bool) ${SEMVER}
isSemver is_semver_string (string) bool
isSemver is_semver_string_bool (string,bool) bool
isGreaterThan semver_is_greater_than .(${SEMVER},${SEMVER}) bool
isLessThan semver_is_less_than .(${SEMVER},${SEMVER}) bool
compareTo semver_compare_to .(${SEMVER},${SEMVER}) int
major semver_major .(${SEMVER}) int
minor semver_minor .(${SEMVER}) int
patch semver_patch .(${SEMVER}) int`;

const ORDERED = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
export const LATER_LISTS = `
slice list_slice .(list(A),int,int) list(A)
flatten list_flatten .(list(list(A))) list(A)
flatten list_flatten_int .(list(dyn),int) list(dyn)
${ORDERED.map((type) => `sort list_${type}_sort .(list(${type})) list(${type})`).join('\n')}
${ORDERED.map((type) => `@sortByAssociatedKeys list_${type}_sortByAssociatedKeys .(list(A),list(${type})) list(A)`).join('\n')}
lists.range lists_range (int) list(int)
reverse list_reverse .(list(A)) list(A)
distinct list_distinct .(list(A)) list(A)`;
