import { createRequire } from 'node:module';
import { mustBeBuiltAs } from './must-be-built-as.js';

interface RunnerInternals {
  readonly running: boolean;
  fetch(nodeId: number): Promise<unknown[]>;
}

const GUARDED = Symbol('guarded');

/**
 * A kafkajs 2.2.4 consumer that is told to end while the nodes of the broker change begins to fetch once more, and is answered with nothing, at
 * once and for ever: the loop leaves the process no turn for anything else, which then answers nobody and cannot even be ended in good order.
 * With the guard a fetch of a consumer that has ended is an error, and the loop ends. Throws when the client is not built as expected.
 */
export function guardEndedFetch(): void {
  const Runner = createRequire(import.meta.url)('kafkajs/src/consumer/runner') as {
    prototype: RunnerInternals & { [GUARDED]?: true };
  };
  const { prototype } = Runner;
  if (prototype[GUARDED]) return;
  const original = prototype.fetch;
  mustBeBuiltAs(original, /if \(!this\.running\)[\s\S]*return \[\]/, 'runner');
  prototype.fetch = async function guarded(this: RunnerInternals, nodeId: number): Promise<unknown[]> {
    if (!this.running) throw new Error('The consumer has ended');
    return original.call(this, nodeId);
  };
  prototype[GUARDED] = true;
}
