/** A child and its parents, as the register knows them. */
export interface Family {
  readonly child: string;
  readonly mother: string;
  readonly father: string;
}

/** A family of the campaign and what the outside world was promised about its child. */
export interface CampaignFamily extends Family {
  readonly childId: string;
  /** Every acknowledged result, in the order sent. */
  readonly results: readonly { readonly recordId: string; readonly receiptId: string }[];
  /** How the chain of the entry that the shared document rests on has to end; null where nothing was shared. */
  readonly chain: { readonly receiptId: string; readonly ends: 'complete' | 'failed' } | null;
  /** How many letters each of them gets. */
  readonly letters: Readonly<Record<'child' | 'mother' | 'father', number>>;
  /** How many letters were ordered and cancelled before they went out. Default none. */
  readonly cancelled?: number;
  /** Replies to letters that the hub has taken. */
  readonly replies: number;
  /** Messages to the institution that the hub has taken. */
  readonly messages: number;
  /** Every consent that was asked for, with the answers it got, by decision, and the state it ends in where that does not depend on the day. */
  readonly consents: readonly {
    readonly consentId: string;
    readonly answers: Readonly<Record<string, number>>;
    readonly ends?: string;
  }[];
  /** Requests for information, each taken and answered. */
  readonly informationRequests: readonly string[];
  /** Tasks for staff by kind, each opened and closed. */
  readonly tasks: Readonly<Record<string, number>>;
  /** Events about the child by name, where they are counted. */
  readonly events: Readonly<Record<string, number>>;
}

/** A child that was deleted, and what is looked for afterwards. */
export interface DeletedChild extends Pick<Family, 'mother' | 'father'> {
  readonly childId: string;
  readonly deletionId: string;
  /** Of a report that had its effect before the deletion. */
  readonly receiptId: string;
}

/** A child whose visits were reported and summed up in a document that was shared. */
export interface VisitedFamily extends CampaignFamily {
  readonly documentId: string;
  readonly chain: { readonly receiptId: string; readonly ends: 'complete' };
}
