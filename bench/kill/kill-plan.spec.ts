import { describe, expect, it } from '@jest/globals';
import { killPlan, mortalServices, nameOf } from './kill-plan.js';

describe('a plan of deaths', () => {
  const { turns, notInThisCampaign } = killPlan({ seed: 1, turns: 2 });
  const [first = [], second = []] = turns.map((turn) => turn.map(nameOf));

  it.each(mortalServices)('lets %s die at each step of hearing an event and of telling one', (service) => {
    const steps = ['consumer.before-begin', 'consumer.after-inbox', 'consumer.before-commit', 'consumer.after-commit'];
    for (const step of [...steps, 'consumer.after-count', 'consumer.before-offset', 'relay.before-send']) {
      expect(first).toContain(`${service}: ${step}`);
    }
  });

  it('goes through the same points in every turn, each once, and through none that it says it leaves out', () => {
    expect(second).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
    expect(first.filter((name) => name in notInThisCampaign)).toEqual([]);
  });
});
