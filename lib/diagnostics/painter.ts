/** What a piece of terminal text is; a painter decides the colour. */
export type Role = 'error' | 'warning' | 'note' | 'place' | 'code' | 'hint' | 'gutter' | 'good';

/** Gives a text the colour of its role. Injected, so that this folder knows neither a terminal nor a colour library. */
export type Painter = (role: Role, text: string) => string;

/** No colours at all. */
export const plainPainter: Painter = (_role, text) => text;
