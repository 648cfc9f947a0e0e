/** The two numbers of the advisory lock that whoever publishes from an outbox holds for as long as its session lives. */
export const RELAY_LEASE = [7_236_402, 1] as const;
