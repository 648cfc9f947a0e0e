/** The data of an event, by its fields; nothing of it is sure. */
type Data = Readonly<Record<string, unknown>>;

/**
 * Counts the receipts of each entry by the events of the intake (`journal.entry.received`). An entry is one sending of a record: source, record
 * and version, or the report's instant where there is no version. However often it is sent, it has one receipt.
 */
export class TakenEntries {
  /** By entry: the child that each receipt is about. */
  private readonly receipts = new Map<string, Map<string, unknown>>();
  private readonly deleted = new Set<unknown>();

  take({ receiptId, municipality, sourceSystem, recordId, version, reportedAt, childId }: Data): void {
    if (typeof receiptId !== 'string') return;
    const entry = [municipality, sourceSystem, recordId, version ?? reportedAt].join(' ');
    const receipts = this.receipts.get(entry) ?? new Map<string, unknown>();
    this.receipts.set(entry, receipts.set(receiptId, childId));
  }

  /** Of a child that was deleted nothing is kept: registered anew, its records are taken anew. */
  forget(childId: string): void {
    this.deleted.add(childId);
  }

  /** Entries with more than one receipt. */
  doubled(): string[] {
    return [...this.receipts].flatMap(([entry, receipts]) => {
      const together = Map.groupBy(receipts.values(), (childId) =>
        this.deleted.has(childId) ? childId : 'not deleted',
      );
      const most = Math.max(...[...together.values()].map(({ length }) => length));
      return most > 1 ? [`entry ${entry}: ${most} receipts`] : [];
    });
  }
}
