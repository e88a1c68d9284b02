/** Rows of functions: name, the server's name of the overload, arguments after a dot where it is asked of the first, result. */

const COMPARED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
const NUMBERS = ['int', 'uint', 'double'];

/** Names of types in the ids of overloads. */
const IDS: Readonly<Record<string, string>> = { int: 'int64', uint: 'uint64' };
const idOf = (type: string): string => IDS[type] ?? type;

/** Comparisons of one operator: of like with like, and of numbers with each other. */
const comparison = (name: string, word: string): string =>
  [
    ...COMPARED.map((type) => `${name} ${word}_${idOf(type)} (${type},${type}) bool`),
    ...NUMBERS.flatMap((a) =>
      NUMBERS.filter((b) => a !== b).map((b) => `${name} ${word}_${idOf(a)}_${idOf(b)} (${a},${b}) bool`),
    ),
  ].join('\n');

const arithmetic = (name: string, word: string, types: readonly string[]): string =>
  types.map((type) => `${name} ${word}_${idOf(type)} (${type},${type}) ${type}`).join('\n');

export const OPERATORS = `
_?_:_ conditional (bool,A,A) A
_&&_ logical_and (bool,bool) bool
_||_ logical_or (bool,bool) bool
!_ logical_not (bool) bool
@not_strictly_false not_strictly_false (bool) bool
_==_ equals (A,A) bool
_!=_ not_equals (A,A) bool
_+_ add_bytes (bytes,bytes) bytes
${arithmetic('_+_', 'add', ['double'])}
_+_ add_duration_duration (duration,duration) duration
_+_ add_duration_timestamp (duration,timestamp) timestamp
_+_ add_timestamp_duration (timestamp,duration) timestamp
${arithmetic('_+_', 'add', ['int'])}
_+_ add_list (list(A),list(A)) list(A)
${arithmetic('_+_', 'add', ['string', 'uint'])}
${arithmetic('_/_', 'divide', ['double', 'int', 'uint'])}
${arithmetic('_%_', 'modulo', ['int', 'uint'])}
${arithmetic('_*_', 'multiply', ['double', 'int', 'uint'])}
-_ negate_double (double) double
-_ negate_int64 (int) int
${arithmetic('_-_', 'subtract', ['double'])}
_-_ subtract_duration_duration (duration,duration) duration
${arithmetic('_-_', 'subtract', ['int'])}
_-_ subtract_timestamp_duration (timestamp,duration) timestamp
_-_ subtract_timestamp_timestamp (timestamp,timestamp) duration
${arithmetic('_-_', 'subtract', ['uint'])}
${comparison('_<_', 'less')}
${comparison('_<=_', 'less_equals')}
${comparison('_>_', 'greater')}
${comparison('_>=_', 'greater_equals')}
_[_] index_list (list(A),int) A
_[_] index_map (map(A,B),A) B
_[_] optional_list_index_int (optional(list(V)),int) optional(V)
_[_] optional_map_index_value (optional(map(K,V)),K) optional(V)
@in in_list (A,list(A)) bool
@in in_map (A,map(A,B)) bool`;

export const STANDARD = `
size size_bytes (bytes) int
size bytes_size .(bytes) int
size size_list (list(A)) int
size list_size .(list(A)) int
size size_map (map(A,B)) int
size map_size .(map(A,B)) int
size size_string (string) int
size string_size .(string) int
type type (A) type(A)
bool bool_to_bool (bool) bool
bool string_to_bool (string) bool
bytes bytes_to_bytes (bytes) bytes
bytes string_to_bytes (string) bytes
double double_to_double (double) double
double int64_to_double (int) double
double string_to_double (string) double
double uint64_to_double (uint) double
duration duration_to_duration (duration) duration
duration int64_to_duration (int) duration
duration string_to_duration (string) duration
dyn to_dyn (A) dyn
int int64_to_int64 (int) int
int double_to_int64 (double) int
int duration_to_int64 (duration) int
int string_to_int64 (string) int
int timestamp_to_int64 (timestamp) int
int uint64_to_int64 (uint) int
string string_to_string (string) string
string bool_to_string (bool) string
string bytes_to_string (bytes) string
string double_to_string (double) string
string duration_to_string (duration) string
string int64_to_string (int) string
string timestamp_to_string (timestamp) string
string uint64_to_string (uint) string
timestamp timestamp_to_timestamp (timestamp) timestamp
timestamp int64_to_timestamp (int) timestamp
timestamp string_to_timestamp (string) timestamp
uint uint64_to_uint64 (uint) uint
uint double_to_uint64 (double) uint
uint int64_to_uint64 (int) uint
uint string_to_uint64 (string) uint
contains contains_string .(string,string) bool
endsWith ends_with_string .(string,string) bool
startsWith starts_with_string .(string,string) bool
matches matches (string,string) bool
matches matches_string .(string,string) bool
${['FullYear', 'Month', 'DayOfYear', 'DayOfMonth', 'Date', 'DayOfWeek', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']
  .map(
    (part) =>
      `get${part} timestamp_to_${part} .(timestamp) int\nget${part} timestamp_to_${part}_tz .(timestamp,string) int`,
  )
  .join('\n')}
${['Hours', 'Minutes', 'Seconds', 'Milliseconds'].map((part) => `get${part} duration_to_${part} .(duration) int`).join('\n')}`;

export const STRINGS = `
charAt string_char_at_int .(string,int) string
indexOf string_index_of_string .(string,string) int
indexOf string_index_of_string_int .(string,string,int) int
lastIndexOf string_last_index_of_string .(string,string) int
lastIndexOf string_last_index_of_string_int .(string,string,int) int
lowerAscii string_lower_ascii .(string) string
replace string_replace_string_string .(string,string,string) string
replace string_replace_string_string_int .(string,string,string,int) string
split string_split_string .(string,string) list(string)
split string_split_string_int .(string,string,int) list(string)
substring string_substring_int .(string,int) string
substring string_substring_int_int .(string,int,int) string
trim string_trim .(string) string
upperAscii string_upper_ascii .(string) string
join list_join .(list(string)) string
join list_join_string .(list(string),string) string
find string_find_string .(string,string) string
findAll string_find_all_string .(string,string) list(string)
findAll string_find_all_string_int .(string,string,int) list(string)`;

const SORTED = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

export const LISTS = `
${SORTED.map((type) => `isSorted list_${type}_is_sorted_bool .(list(${type})) bool`).join('\n')}
${['int', 'uint', 'double', 'duration'].map((type) => `sum list_${type}_sum_${type} .(list(${type})) ${type}`).join('\n')}
${['max', 'min'].flatMap((name) => SORTED.map((type) => `${name} list_${type}_${name}_${type} .(list(${type})) ${type}`)).join('\n')}
indexOf list_a_index_of_int .(list(A),A) int
lastIndexOf list_a_last_index_of_int .(list(A),A) int`;
