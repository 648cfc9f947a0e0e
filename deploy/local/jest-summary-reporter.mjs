import { writeSync } from 'node:fs';

/** Closes a run with one line for people and machines: `12 passed, 0 failed`, and `, 1 skipped` only when some were. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    // A file that could not even be loaded counts as one failure: its tests were never seen.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
    // Jest's own summary comes after every other reporter, so the closing line waits for the end of the process.
    process.once('exit', () => writeSync(1, line));
  }
}
