/** What the custody register needs from the process it is mounted in. */
export interface CustodyRegisterOptions {
  /** STANDINS_PEOPLE_FILE: the people it starts with. */
  peopleFile: string;
  /** Base address of consent, whose door for change events is called. */
  consentUrl: string;
  /** An access token of kind `channel` with the scope `custody.event`. */
  channelToken: () => Promise<string>;
}

export const CUSTODY_REGISTER_OPTIONS = Symbol('custody-register:options');
