/**
 * Where a fault is played: a fresh hub on servers of its own, used by the faults of the same ground one after the other. Between the
 * services and their servers lie lines that can be cut.
 */
export type GroundName = 'one-broker' | 'three-brokers';
