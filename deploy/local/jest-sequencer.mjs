import Sequencer from '@jest/test-sequencer';

/** Kills services for minutes: begun last, it would run alone at the end. */
const FIRST = /kill-points\.e2e\.ts$/;
/** As long, and with a hub of its own all the time: two hubs at once on two cores keep each other waiting, so it begins when the first has ended. */
const MIDWAY = /scenarios\.e2e\.ts$/;

/** Spreads the longest files: on a fresh clone Jest goes by file size and leaves both to the end. */
export default class LongestSpread extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const of = (pattern) => sorted.filter(({ path }) => pattern.test(path));
    const rest = sorted.filter(({ path }) => !FIRST.test(path) && !MIDWAY.test(path));
    const middle = Math.ceil(rest.length / 2);
    return [...of(FIRST), ...rest.slice(0, middle), ...of(MIDWAY), ...rest.slice(middle)];
  }
}
