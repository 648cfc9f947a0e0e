import type { ChainState } from './chain-state.sql.js';

const BAD: ReadonlySet<ChainState> = new Set(['refused', 'failed', 'stopped']);

/** A chain's state as a word in a frame; never told by colour alone. */
export function StateMark({ state }: { state: ChainState }) {
  return (
    <span class={`hub-mark${BAD.has(state) ? ' hub-mark-bad' : state === 'complete' ? ' hub-mark-good' : ''}`}>
      {state}
    </span>
  );
}
