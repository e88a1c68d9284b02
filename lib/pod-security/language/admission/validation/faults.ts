import { ofEach } from '../policy-map';
import type { Variable } from '../variable';
import { type Clause, PARTS, type Part, type PartName, unless, type Values, when } from './clause';
import { CONTAINER_CLAUSES } from './clauses-containers';
import { POD_CLAUSES } from './clauses-pod';
import { PROFILE_CLAUSES } from './clauses-profiles';
import { VOLUME_CLAUSES } from './clauses-volumes';

const CLAUSES: readonly Clause[] = [...POD_CLAUSES, ...VOLUME_CLAUSES, ...CONTAINER_CLAUSES, ...PROFILE_CLAUSES];

const always = (faults: string): string => faults;

/**
 * Which faults count: `strict`, with what the pod leaves open as it is; `lenient`, beside what the policy sets; `errors`,
 * as each policy says it itself.
 */
const FORMS: Readonly<Record<FaultForm, Readonly<Partial<Record<PartName, (faults: string) => string>>>>> = {
  errors: {
    given: always,
    open: (faults) => unless('policy.lenient', faults),
    defaulted: (faults) => when('policy.lenient', faults),
  },
  strict: { given: always, open: always },
  lenient: { given: always, defaulted: always },
};

export type FaultForm = 'errors' | 'strict' | 'lenient';

/** A part of a clause, as a list with the faults of each policy: `fsGroup_given_0`. */
interface PartList {
  readonly name: string;
  readonly part: PartName;
  readonly faults: string;
}

/**
 * The faults of each policy of a list, such as `errors_0`: a list of lists of texts in the server's words, each
 * `FIELD: MESSAGE`, several of one container in one text with `, ` between them. An empty list: the policy fits.
 *
 * Every clause is a variable for all policies, so that its text stands, and is compiled, once.
 * @param known the policies, when all is known of them: then what no pod can fail is left out.
 */
export function faultVariables(
  list: number,
  forms: readonly FaultForm[],
  known?: readonly Values[],
): readonly Variable[] {
  const lists = CLAUSES.flatMap((clause) =>
    PARTS.flatMap((part): PartList[] => {
      const said = clause[part];
      const isNeeded =
        forms.some((form) => FORMS[form][part] !== undefined) && said && mayFail(said, part, forms, known);
      return isNeeded ? [{ name: `${clause.name}_${part}_${list}`, part, faults: said.faults }] : [];
    }),
  );
  return [
    ...lists.map(({ name, faults }) => ({ name, expression: ofEach(list, faults) })),
    ...forms.map((form) => sum(list, form, lists)),
  ];
}

/** Whether one of the policies can find a fault there. Who says which faults count looks at no others. */
function mayFail(
  { neverFails }: Part,
  part: PartName,
  forms: readonly FaultForm[],
  known?: readonly Values[],
): boolean {
  if (known === undefined) return true;
  const ownWay = forms.every((form) => form === 'errors');
  return known.some((policy) => {
    if (ownWay && part !== 'given' && policy.lenient !== (part === 'defaulted')) return false;
    return !neverFails(policy);
  });
}

function sum(list: number, form: FaultForm, lists: readonly PartList[]): Variable {
  const terms = lists.flatMap(({ name, part }) => {
    const counted = FORMS[form][part];
    return counted === undefined ? [] : [counted(`variables.${name}[policy.place]`)];
  });
  return { name: `${form}_${list}`, expression: ofEach(list, terms.length === 0 ? '[]' : terms.join(' + ')) };
}
