/** One file of a MeMo document; `content` is the raw bytes, encoded as Base64 only when written. */
export interface MemoFile {
  readonly encodingFormat: 'application/pdf';
  readonly filename: string;
  /** ISO 639-1, two letters. */
  readonly language: 'da' | 'en';
  readonly content: Uint8Array;
}

/** Subject in KLE, the municipalities' shared subject system: `subjectKey` is `NN.NN.NN`. */
export interface KleSubject {
  readonly subjectKey: string;
  readonly version: string;
  readonly activityFacet?: string | undefined;
  readonly label: string;
}

/**
 * A Digital Post message in MeMo 1.2 (namespace https://DigitalPost.dk/MeMo-1), cut down to what the hub sends:
 * one document for one citizen with one link into the portal. Lengths are in characters and counted by `memoViolations`.
 */
export interface MemoMessage {
  /** UUID version 4: the idempotency key of the letter, the same in every try. */
  readonly messageUuid: string;
  /** The letter's own id, at most 256. */
  readonly messageId: string;
  /** Template code, at most 256. */
  readonly messageCode: string;
  /** Subject shown in the mailbox list, at most 128. */
  readonly label: string;
  /** Text of the notice outside the mailbox, at most 150. */
  readonly notification: string;
  /** True only when a receiver of replies is connected. */
  readonly reply: boolean;
  /** CVR: eight digits. */
  readonly sender: { readonly cvr: string; readonly label: string };
  /** CPR: ten digits without hyphen. */
  readonly recipientCpr: string;
  readonly kle: KleSubject | null;
  /** ISO 8601 ending in `Z`. */
  readonly createdDateTime: string;
  readonly file: MemoFile;
  /** `SELVBETJENING`: the portal, `https` only, at most 256. */
  readonly action: { readonly label: string; readonly url: string };
}
