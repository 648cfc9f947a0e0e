import { z } from 'zod';
import { withoutCpr } from '#messaging/stopped/without-cpr.js';

/** What may be done to dead letters, by the name of the service's door. */
export const messageActs = ['replay', 'stop-replay', 'discard', 'reopen'] as const;
export type MessageAct = (typeof messageActs)[number];

/** By what messages are chosen in lists and acts; empty fields of a form count as not given. */
export const CriteriaSchema = z.object({
  key: filled(128),
  type: filled(128),
  code: filled(64),
});
export type Criteria = { key?: string | undefined; type?: string | undefined; code?: string | undefined };

/** What an act is for: one letter, or what the criteria find. */
export const ActChoiceSchema = CriteriaSchema.extend({
  act: z.enum(messageActs),
  id: z.preprocess((value) => (value === '' ? undefined : value), z.uuid().optional()),
});
export type ActChoice = z.infer<typeof ActChoiceSchema>;

export interface PlannedAct {
  readonly act: MessageAct;
  /** As the services take it (`MessageSelectionSchema` of messaging). */
  readonly selection: Criteria & { ids?: readonly string[]; diedBefore?: string };
}

/** Null when nothing is chosen: an act for everything there is has to say a type or a code. */
export function plannedAct({ act, id, key, type, code }: ActChoice, diedBefore?: string): PlannedAct | null {
  const chosen = {
    ...(id ? { ids: [id] } : {}),
    ...(key ? { key } : {}),
    ...(type ? { type } : {}),
    ...(code ? { code } : {}),
  };
  if (Object.keys(chosen).length === 0) return null;
  return { act, selection: diedBefore === undefined ? chosen : { ...chosen, diedBefore } };
}

function filled(longest: number) {
  return z.preprocess(
    (value) => (value === '' ? undefined : value),
    withoutCpr(z.string().trim().max(longest)).optional(),
  );
}
