import type { ChainStart } from './chain-start.js';
import type { ChainState } from './chain-state.sql.js';

/** A chain without its steps. */
export type FoundChain = ChainStart & { readonly state: ChainState };
