/** Injection token of the pauses between tries, questions and pulls: `@Inject(LETTER_PAUSES) pauses: LetterPauses`. */
export const LETTER_PAUSES = Symbol('letter-pauses');
