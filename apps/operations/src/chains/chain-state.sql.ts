/** How a chain stands, in the order in which they are told. */
export const chainStates = ['refused', 'stopped', 'failed', 'complete', 'closed', 'running'] as const;
export type ChainState = (typeof chainStates)[number];

/** Traces of which something stands still: a step that did not come in time, or a message that is parked or dead and was not let go since. */
const STOPPED_TRACES = `
  SELECT trace_id FROM awaited_step WHERE ended_at IS NULL AND closed_at IS NULL AND gap_detected_at IS NOT NULL
  UNION SELECT trace_id FROM stopped_message WHERE ended_at IS NULL AND trace_id IS NOT NULL`;

/**
 * Of the chain's own steps and messages alone, by indexes over all traces: where the criteria of what is open stood in the condition,
 * PostgreSQL took one of the small indexes of what is open and read all of it for each chain, as long as it thought that little was open.
 */
const STANDS_STILL = `
  coalesce((SELECT bool_or(due.ended_at IS NULL AND due.closed_at IS NULL AND due.gap_detected_at IS NOT NULL)
            FROM awaited_step AS due WHERE due.trace_id = chain.trace_id)
           OR (SELECT bool_or(stopped.ended_at IS NULL) FROM stopped_message AS stopped WHERE stopped.trace_id = chain.trace_id), false)`;

/** An operator said that a step never comes, or discarded an event and nothing else is due any more. */
const IS_CLOSED_BY_HAND = `
  (SELECT bool_or(due.ended_at IS NULL AND due.closed_at IS NOT NULL) FROM awaited_step AS due WHERE due.trace_id = chain.trace_id)
  OR (SELECT bool_or(stopped.is_discarded) FROM stopped_message AS stopped WHERE stopped.trace_id = chain.trace_id)
     AND NOT coalesce((SELECT bool_or(due.ended_at IS NULL) FROM awaited_step AS due WHERE due.trace_id = chain.trace_id), false)`;

const letters = (...names: string[]): string =>
  `array_agg(step.letter_id) FILTER (WHERE step.name IN (${names.map((name) => `'${name}'`).join(', ')}))`;

/** Traces of which an operator said that a step never comes, or discarded an event. */
const CLOSED_TRACES = `
  SELECT trace_id FROM awaited_step WHERE closed_at IS NOT NULL AND ended_at IS NULL
  UNION SELECT trace_id FROM stopped_message WHERE is_discarded AND trace_id IS NOT NULL`;

/**
 * A chain ends with a refusal, with the deletion of its child, when every letter it asked for has come to its end, or when an operator says
 * that its next step never comes (closed): by closing a gap, or by discarding an event while nothing else of the chain is due. What stands
 * still is told before what failed: it can be mended. Stands in queries over `chain`.
 * One look at the steps of each chain that is shown: asked whether each step exists, PostgreSQL would read the steps of all chains first.
 */
export const CHAIN_STATE = `
  (SELECT CASE WHEN bool_or(step.name = 'journal.entry.rejected') THEN 'refused'
               WHEN bool_or(step.name = 'trace.forgotten') THEN 'complete'
               WHEN ${STANDS_STILL} THEN 'stopped'
               WHEN bool_or(step.name = 'letter.failed') THEN 'failed'
               WHEN ${letters('letter.requested')} <@ ${letters('letter.delivered', 'letter.cancelled')} THEN 'complete'
               WHEN ${IS_CLOSED_BY_HAND} THEN 'closed'
               ELSE 'running' END
   FROM chain_step AS step WHERE step.trace_id = chain.trace_id)`;

/** What must hold of a chain in the state and can be looked up: rare states are found without reading every chain. */
export const NECESSARY: Readonly<Partial<Record<ChainState, string>>> = {
  refused: `chain.trace_id IN (SELECT trace_id FROM chain_step WHERE name = 'journal.entry.rejected')`,
  failed: `chain.trace_id IN (SELECT trace_id FROM chain_step WHERE name = 'letter.failed')`,
  complete: `chain.trace_id IN (SELECT trace_id FROM chain_step WHERE name IN ('letter.requested', 'trace.forgotten'))`,
  stopped: `chain.trace_id IN (${STOPPED_TRACES})`,
  closed: `chain.trace_id IN (${CLOSED_TRACES})`,
};
