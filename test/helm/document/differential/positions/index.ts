import { BLOCKS } from './blocks';
import { LISTS, MAPS } from './containers';
import { NUMBERS, OWN } from './own';
import type { Position } from './position';
import { TEXTS } from './texts';

export type { Position } from './position';

export const POSITIONS: readonly Position[] = [...OWN, ...TEXTS, ...NUMBERS, ...LISTS, ...MAPS, ...BLOCKS];
