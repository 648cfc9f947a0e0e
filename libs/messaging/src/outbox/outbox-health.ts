/** How far publishing is behind. */
export interface OutboxHealth {
  /** Rows that wait; counted up to 100,000. */
  unsent: number;
  /** Age of the oldest waiting row; 0 when none waits. */
  oldestAgeSeconds: number;
  /** False past the limits of age or number: the intake answers 503. */
  accepting: boolean;
}
