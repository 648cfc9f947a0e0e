import type { AccessQuestion } from '#contracts/questions/access.js';
import type { AskedKind } from './asked-kind.js';

/** A question as consent itself may ask it, too: about what only consent keeps. */
export type AskedQuestion = Omit<AccessQuestion, 'documentKind'> & { documentKind: AskedKind };
