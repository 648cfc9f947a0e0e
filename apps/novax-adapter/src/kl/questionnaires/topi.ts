import { choice, questionnaire } from './questionnaire.js';

/** The one item of TOPI. */
export const topiItem = '1vurdering';
/** Its answers in order: ordinal 1, 2, 3. Compared letter by letter. */
export const topiPositions = ['Grøn', 'Gul', 'Rød'] as const;

/** TOPI: one position per assessment. */
export const topi = questionnaire('topi', 'child', [[topiItem, choice(...topiPositions)]]);
