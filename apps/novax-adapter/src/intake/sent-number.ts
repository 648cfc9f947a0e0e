/** A JSON number as the sender wrote it: 1.50 stays `1.50`. */
export class SentNumber {
  constructor(readonly text: string) {}
}
