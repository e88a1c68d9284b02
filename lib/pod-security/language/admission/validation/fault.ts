import { type Holes, type Piece, pieces, REASONS, type ReasonName } from '../../psp/reasons';

/** What is filled in: CEL that gives a text. */
type Filling<Name extends ReasonName> = { readonly [Hole in keyof Holes<Name>]: string };

/** CEL that gives a fault as the server writes it: `FIELD: MESSAGE`. */
export function fault<Name extends ReasonName>(name: Name, filling: Filling<Name>): string {
  const { field, message } = REASONS[name];
  return concatenated(pieces(`${field}: ${message}`), filling);
}

/** CEL of what a fault says before one of its holes, and after it: for a text that is put together in two places. */
export function around<Name extends ReasonName>(
  name: Name,
  hole: keyof Holes<Name>,
  filling: Readonly<Record<string, string>>,
): readonly [string, string] {
  const { field, message } = REASONS[name];
  const all = pieces(`${field}: ${message}`);
  const at = all.findIndex((piece) => typeof piece !== 'string' && piece.hole === hole);
  return [concatenated(all.slice(0, at), filling), concatenated(all.slice(at + 1), filling)];
}

/** CEL that gives the field of a fault alone. */
export function fieldOf<Name extends ReasonName>(name: Name, filling: Readonly<Record<string, string>>): string {
  return concatenated(pieces(REASONS[name].field), filling);
}

/** CEL that gives what is wrong with a field that is known by CEL. */
export function messageOf<Name extends ReasonName>(
  name: Name,
  field: string,
  filling: Readonly<Record<string, string>>,
): string {
  return `${field} + ${concatenated(pieces(`: ${REASONS[name].message}`), filling)}`;
}

/** CEL that gives a fault which PodSecurityPolicy does not know, for it would have set the field: a text with holes. */
export function wouldBeSet(field: string, filling: Readonly<Record<string, string>>): string {
  return concatenated(pieces(`${field}: Required value: the default of the policy is <value>`), filling);
}

function concatenated(texts: readonly Piece[], filling: Readonly<Record<string, string>>): string {
  return texts
    .map((piece) => (typeof piece === 'string' ? JSON.stringify(piece) : (filling[piece.hole] ?? '""')))
    .join(' + ');
}
