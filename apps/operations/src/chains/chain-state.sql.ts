/** How a chain stands, in the order in which they are told. */
export const chainStates = ['refused', 'stopped', 'failed', 'complete', 'closed', 'running'] as const;
export type ChainState = (typeof chainStates)[number];

/** Traces of which something stands still: a step that did not come in time, or a message that is parked or dead and was not let go since. */
const STOPPED_TRACES = `
  SELECT trace_id FROM awaited_step WHERE ended_at IS NULL AND closed_at IS NULL AND gap_detected_at IS NOT NULL
  UNION SELECT trace_id FROM stopped_message WHERE ended_at IS NULL AND trace_id IS NOT NULL`;

const has = (name: string): string =>
  `EXISTS (SELECT FROM chain_step AS step WHERE step.trace_id = chain.trace_id AND step.name = '${name}')`;

/** Traces of which an operator said that a step never comes. */
const CLOSED_TRACES = 'SELECT trace_id FROM awaited_step WHERE closed_at IS NOT NULL AND ended_at IS NULL';

/**
 * A chain ends with a refusal, with the deletion of its child, when every letter it asked for has come to its end, or when an operator says
 * that its next step never comes (closed). What stands still is told before what failed: it can be mended. Stands in queries over `chain`.
 */
export const CHAIN_STATE = `
  CASE WHEN ${has('journal.entry.rejected')} THEN 'refused'
       WHEN ${has('trace.forgotten')} THEN 'complete'
       WHEN chain.trace_id IN (${STOPPED_TRACES}) THEN 'stopped'
       WHEN ${has('letter.failed')} THEN 'failed'
       WHEN ${has('letter.requested')} AND NOT EXISTS (
         SELECT FROM chain_step AS asked
         WHERE asked.trace_id = chain.trace_id AND asked.name = 'letter.requested' AND NOT EXISTS (
           SELECT FROM chain_step AS ended
           WHERE ended.trace_id = chain.trace_id AND ended.letter_id = asked.letter_id
             AND ended.name IN ('letter.delivered', 'letter.cancelled')))
       THEN 'complete' WHEN chain.trace_id IN (${CLOSED_TRACES}) THEN 'closed' ELSE 'running' END`;

/** What must hold of a chain in the state and can be looked up: rare states are found without reading every chain. */
export const NECESSARY: Readonly<Partial<Record<ChainState, string>>> = {
  refused: `chain.trace_id IN (SELECT trace_id FROM chain_step WHERE name = 'journal.entry.rejected')`,
  failed: `chain.trace_id IN (SELECT trace_id FROM chain_step WHERE name = 'letter.failed')`,
  stopped: `chain.trace_id IN (${STOPPED_TRACES})`,
  closed: `chain.trace_id IN (${CLOSED_TRACES})`,
};
