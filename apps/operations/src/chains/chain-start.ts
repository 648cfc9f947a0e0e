/** What a chain is found by: the sender's own words for the entry and the receipt that the hub gave for it. */
export interface ChainStart {
  readonly traceId: string;
  readonly municipality: string;
  readonly receiptId: string;
  readonly sourceSystem: string;
  readonly recordId: string | null;
}
