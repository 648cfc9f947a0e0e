import Sequencer from '@jest/test-sequencer';

/** The longest files; each is short to read, so that Jest on a fresh clone would begin them last, and end on one worker. */
const FIRST = /(kill-points|scenarios)\.e2e\.ts$/;

/** Begins the longest files first. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => FIRST.test(path)), ...sorted.filter(({ path }) => !FIRST.test(path))];
  }
}
