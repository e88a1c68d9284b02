import { LISTS, OPERATORS, STANDARD, STRINGS } from './core';
import {
  ADDRESSES,
  AUTHZ,
  FORMATS,
  LATER_LISTS,
  LATER_OPTIONALS,
  OPTIONALS,
  QUANTITIES,
  RESOURCE,
  SEMVERS,
  URLS,
} from './libraries';

/**
 * Functions by the minor of the environment that has them first (k8s.io/apiserver/pkg/cel/environment/base.go). A
 * server compiles new expressions in the environment of the minor before its own.
 */
export const TABLE: readonly { readonly since: number; readonly patch?: boolean; readonly rows: string }[] = [
  { since: 0, rows: OPERATORS + STANDARD + STRINGS + LISTS + URLS },
  { since: 27, rows: AUTHZ },
  { since: 28, rows: OPTIONALS + QUANTITIES },
  {
    since: 29,
    rows: `
format string_format .(string,list(dyn)) string
strings.quote strings_quote (string) string
sets.contains list_sets_contains_list (list(A),list(A)) bool
sets.equivalent list_sets_equivalent_list (list(A),list(A)) bool
sets.intersects list_sets_intersects_list (list(A),list(A)) bool`,
  },
  { since: 30, rows: ADDRESSES },
  {
    since: 31,
    rows: `${FORMATS}
fieldSelector authorizer_fieldselector .(${RESOURCE},string) ${RESOURCE}
labelSelector authorizer_labelselector .(${RESOURCE},string) ${RESOURCE}`,
  },
  {
    since: 32,
    rows: `
cel.@mapInsert @mapInsert_map_key_value (map(K,V),K,V) map(K,V)
cel.@mapInsert @mapInsert_map_map (map(K,V),map(K,V)) map(K,V)`,
  },
  // The library of optionals has no version there: what the CEL of 1.34 brought is first sure in the environment before.
  { since: 33, rows: SEMVERS + LATER_OPTIONALS },
  { since: 34, rows: LATER_LISTS },
  { since: 0, patch: true, rows: '\njsonpatch.escapeKey string_jsonpatch_escapeKey_string (string) string' },
];
