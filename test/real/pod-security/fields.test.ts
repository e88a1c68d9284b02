import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pod } from '../../../lib/pod-security/language/pod/model';
import { profilesShape, specShape } from '../../../lib/pod-security/language/shape';
import type { Answer } from '../../pod-security/answers';
import { expected } from '../../pod-security/differences';
import { describeWith } from '../../tools/describe';
import { clusterTools, MINOR_NAMES } from '../cluster/cluster';
import { answersOf, type ServerAnswer } from './ask';
import { CASES, ROWS, type Row } from './cases';
import {
  evaluated,
  evaluatedAdmission,
  OPEN_ROWS,
  type Place,
  policiesOn124,
  policiesOn134,
  policiesOn136,
  STRICT,
} from './judges';
import { take } from './place';

describe('the table of cases', () => {
  const { limits, strategies } = specShape(() => false);

  it('has each field and each profile of a PodSecurityPolicy, with pods that are admitted and refused', () => {
    const fields = new Set(CASES.filter(({ refuses }) => Object.keys(refuses).length > 0).map(({ field }) => field));
    expect([...fields].sort()).toEqual(Object.keys({ ...limits, ...strategies, ...profilesShape(() => false) }).sort());
    expect(CASES.filter(({ admits }) => Object.keys(admits).length === 0)).toEqual([]);
  });

  it('has no two rows of the same name', () => {
    expect(new Set(ROWS.map(({ title }) => title)).size).toBe(ROWS.length);
  });
});

/** What a judge said of each row. */
class Answers {
  private answers: ReadonlyMap<string, ServerAnswer> = new Map();

  async ask(place: Place, rows: readonly Row[] = ROWS, suffix = ''): Promise<void> {
    this.answers = await answersOf(place.cluster, rows, suffix);
  }

  to(row: Row): Answer {
    const { plain: _plain, ...answer } = this.full(row);
    return answer;
  }

  /** The pod of a row under a policy that changes nothing. */
  plain(row: Row): Pod {
    return this.full(row).plain;
  }

  private full({ title }: Row): ServerAnswer {
    const answer = this.answers.get(title);
    if (answer === undefined) throw new Error(`nobody was asked about ${title}`);
    return answer;
  }
}

const none = (mutation: Answer['mutation']): boolean => Object.keys(mutation).length === 0;

describeWith(MINOR_NAMES.flatMap(clusterTools), 'each field of a PodSecurityPolicy', () => {
  const places: Place[] = [];
  const [on124, on134, strict, on136] = [new Answers(), new Answers(), new Answers(), new Answers()];

  const prepared = async (prepare: () => Promise<Place>): Promise<Place> => {
    const place = await prepare();
    places.push(place);
    return place;
  };
  beforeAll(async () => {
    await Promise.all([
      prepared(policiesOn124).then((place) => on124.ask(place)),
      prepared(policiesOn134).then(async (place) => {
        await on134.ask(place);
        await strict.ask(place, OPEN_ROWS, STRICT);
      }),
      prepared(policiesOn136).then((place) => on136.ask(place)),
    ]);
  });
  afterAll(() => Promise.all(places.map(({ cluster, objects }) => take(cluster, ...objects))));

  const each = (title: string, rows: readonly Row[], test: (row: Row) => void) =>
    describe(title, () => {
      for (const row of rows) it(row.title, () => test(row));
    });
  /** What is let in on 1.34 where open fields are. */
  const open = (row: Row): Answer => expected(row.title, '1.34', { ...on124.to(row), mutation: {} });
  const completed = (row: Row): Answer => expected(row.title, '1.36', on124.to(row));

  each('on Kubernetes 1.24', ROWS, (row) => {
    const { allowed, reasons, mutation } = on124.to(row);
    expect({ allowed, reasons: reasons.length > 0, mutation: !none(mutation) }).toEqual({
      allowed: row.verdict !== 'refuses',
      reasons: row.verdict === 'refuses',
      mutation: row.verdict === 'completes',
    });
  });

  each('by our evaluator of policies', ROWS, (row) => {
    expect(evaluated(row, on124.plain(row))).toEqual(on124.to(row));
  });

  each('by ValidatingAdmissionPolicies on Kubernetes 1.34, open fields let in', ROWS, (row) => {
    expect(on134.to(row)).toEqual(open(row));
  });

  each('the same by our evaluator of admission policies', ROWS, (row) => {
    expect(evaluatedAdmission(row, on134.plain(row), '1.34')).toEqual(on134.to(row));
  });

  each('by ValidatingAdmissionPolicies on Kubernetes 1.34, open fields refused', OPEN_ROWS, (row) => {
    const isOpen = !none(completed(row).mutation);
    const { allowed, reasons, mutation } = strict.to(row);
    expect({ allowed, mutation }).toEqual({ allowed: open(row).allowed && !isOpen, mutation: {} });
    // What is open is a fault beside the others.
    expect(reasons).toEqual(
      row.verdict === 'admits' ? open(row).reasons : expect.arrayContaining([...open(row).reasons]),
    );
    expect(reasons.length > 0).toBe(!allowed);
  });

  each('by MutatingAdmissionPolicies and ValidatingAdmissionPolicies on Kubernetes 1.36', ROWS, (row) => {
    expect(on136.to(row)).toEqual(completed(row));
  });

  each('the same by our evaluator of admission policies, completed too', ROWS, (row) => {
    expect(evaluatedAdmission(row, on136.plain(row), '1.36')).toEqual(on136.to(row));
  });
});
