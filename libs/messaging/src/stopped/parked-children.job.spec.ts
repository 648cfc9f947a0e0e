import { describe, expect, it, jest } from '@jest/globals';
import { log } from '#observability/log.js';
import { eventually } from '#testing/eventually.js';
import { defaultLimits } from '../messaging.config.js';
import { ParkedChildrenJob } from './parked-children.job.js';

describe('Parked children whose time has come', () => {
  it('are each looked at, though an earlier one cannot be, which is told', async () => {
    const warned = jest.spyOn(log, 'warn').mockReturnValue(undefined);
    const looked: string[] = [];
    const job = new ParkedChildrenJob({
      consumer: 'hub.things',
      limits: { ...defaultLimits, pollMs: 10 },
      again: { run: (work: (again: object) => Promise<unknown>) => work({ tx: {} }) },
      parking: {
        due: async () => ['a', 'b'],
        claim: async (_tx: unknown, key: string) => {
          if (key === 'a') throw new Error('no such page');
          looked.push(key);
          return false;
        },
      },
    } as any);
    job.start();
    await eventually(() => expect(looked).toContain('b'));
    await job.stop();
    expect(warned.mock.calls).toContainEqual([
      'A parked child could not be looked at',
      expect.objectContaining({ consumer: 'hub.things' }),
      expect.any(Error),
    ]);
    jest.restoreAllMocks();
  });
});
