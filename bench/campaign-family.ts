/** A child of the campaign and what the outside world was promised about it. */
export interface CampaignFamily {
  readonly child: string;
  readonly mother: string;
  readonly father: string;
  readonly childId: string;
  /** Every acknowledged result, in the order sent. */
  readonly results: readonly { readonly recordId: string; readonly receiptId: string }[];
  readonly documentId: string;
  /** Of the entry that the shared document rests on. */
  readonly receiptId: string;
  /** How the chain of that entry has to end. */
  readonly chainEnds: 'complete' | 'failed';
  /** Replies that the hub has taken. */
  readonly replies: number;
}
