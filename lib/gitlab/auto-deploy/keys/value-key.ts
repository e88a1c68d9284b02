import {
  isObject,
  mustBeArrayOf,
  mustBeIntegerFrom,
  mustBeMapOf,
  mustBeObject,
  mustBeString,
  type Predicate,
} from '../../../diagnostics/predicates';

/** What is known of one key of the chart's values. Exactly one of `is`, `keys`, `named`, `items` is there. */
export interface ValueKey {
  /** What the value must be. */
  readonly is?: Predicate;
  /** It is an object of these keys. */
  readonly keys?: Keys;
  /** It is an object of any names, and each holds these keys. */
  readonly named?: Keys;
  /** It is a list of objects with these keys. */
  readonly items?: Keys;
  /** Whether it must be there. */
  readonly must?: true;
  /** First tag of auto-deploy-image whose chart has it. Left out: v2.0.0 had it already. */
  readonly since?: string;
  /** Last tag of auto-deploy-image whose chart has it. */
  readonly until?: string;
  /** What to do when the chart does not have it any more. */
  readonly instead?: string;
  /** What to do about keys that people look for here, and that stand elsewhere. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** Keys of one object. */
export type Keys = Readonly<Record<string, ValueKey>>;

/** Text to text: labels, annotations. */
export const mustBeTexts: Predicate = mustBeMapOf(mustBeString);

/** A number of things, of seconds, of a user: the API server keeps it in 32 bits and takes none below zero. */
export const mustBeCount: Predicate = mustBeIntegerFrom(0, 2_147_483_647);

/** A port. */
export const mustBePort: Predicate = mustBeIntegerFrom(1, 65_535);

/** A list of objects that the chart hands on as they are. */
export const mustBeObjects: Predicate = mustBeArrayOf(mustBeObject);

/** A number of things, or a percentage of them. */
export const mustBeAmount: Predicate = (value) =>
  Number.isSafeInteger(value) || (typeof value === 'string' && /^\d+%$/.test(value))
    ? undefined
    : 'an integer or a percentage such as "50%"';

/** A quantity of Kubernetes: `100m`, `128Mi`, or a plain number. */
export const mustBeQuantities: Predicate = mustBeMapOf((value) =>
  typeof value === 'number' || (typeof value === 'string' && value !== '')
    ? undefined
    : 'a quantity such as "100m" or "128Mi"',
);

/** An AppArmor profile as a pod has it. The name is held against what the API server takes. */
export const mustBeAppArmor: Predicate = (value) => {
  if (!isObject(value)) return 'an AppArmorProfile, or { type, localhostProfile }';
  const { type, localhostProfile } = value;
  const known = Object.keys(value).every((key) => key === 'type' || key === 'localhostProfile');
  if (known && type === 'Localhost') return isProfileName(localhostProfile) ? undefined : [WRONG_NAME];
  return known && (type === 'RuntimeDefault' || type === 'Unconfined') && localhostProfile === undefined
    ? undefined
    : { noun: 'an AppArmorProfile, or { type, localhostProfile }', hint: APPARMOR_FORMS };
};

const APPARMOR_FORMS =
  "{ type: 'Localhost', localhostProfile: 'NAME' }, { type: 'RuntimeDefault' } or { type: 'Unconfined' }";
/** What the name of a profile must be, in words. */
export const PROFILE_NOUN = 'the name of a profile: up to 4095 characters, without white space at its ends';
const WRONG_NAME = { at: '.localhostProfile', says: `must be ${PROFILE_NOUN}` };
/** What the API server takes as `localhostProfile`. */
export const PROFILE_NAME = /^(?=[\s\S]{1,4095}$)\S([\s\S]*\S)?$/;

function isProfileName(value: unknown): boolean {
  return typeof value === 'string' && PROFILE_NAME.test(value);
}
