import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { withoutCpr } from '#messaging/stopped/without-cpr.js';
import type { ChainFilter } from './chain-filter.js';
import { chainStates } from './chain-state.sql.js';

const CHAINS_A_PAGE = 50;

const filled = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
/** What a browser's field for date and time sends: `2026-05-06T10:15`. */
const wallClock = filled(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/));

/** The form above the list of chains, as its address carries it. Times are Danish ones. */
export const ChainSearchSchema = z.object({
  find: filled(withoutCpr(z.string().trim().max(64))),
  state: filled(z.enum(chainStates)),
  sourceSystem: filled(withoutCpr(z.string().trim().max(64))),
  from: wallClock,
  to: wallClock,
  after: filled(z.string().regex(/^[0-9a-f]{32}$/)),
});
export type ChainSearch = z.infer<typeof ChainSearchSchema>;

/** One more than a page holds is asked for, which tells whether there is an older page. */
export function filterOf({ from, to, ...search }: ChainSearch, municipality: string): ChainFilter {
  return { ...search, municipality, from: instantOf(from), to: instantOf(to), limit: CHAINS_A_PAGE + 1 };
}

/** The chains of the page, and the address of the older ones; null at the end. */
export function pageOf<Chain extends { traceId: string }>(
  search: ChainSearch,
  found: readonly Chain[],
): { chains: readonly Chain[]; older: string | null } {
  const chains = found.slice(0, CHAINS_A_PAGE);
  if (found.length <= CHAINS_A_PAGE) return { chains, older: null };
  const given = Object.entries({ ...search, after: chains.at(-1)!.traceId });
  const query = given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
  return { chains, older: `/?${new URLSearchParams(query)}` };
}

function instantOf(wall: string | undefined): string | undefined {
  if (wall === undefined) return undefined;
  const day = Temporal.PlainDateTime.from(wall, { overflow: 'constrain' });
  return day.toZonedDateTime('Europe/Copenhagen').toInstant().toString();
}
