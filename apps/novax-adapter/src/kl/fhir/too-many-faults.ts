/** Ends the walk through a delivery when more faults would help nobody: those that were found tell what is wrong. */
export class TooManyFaults extends Error {
  override readonly name = 'TooManyFaults';
}
