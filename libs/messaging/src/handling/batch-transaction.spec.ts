import { describe, expect, it } from '@jest/globals';
import { BatchTransaction } from './batch-transaction.js';
import { defaultLimits } from '../messaging.config.js';

describe('Transactions of events', () => {
  it('never take more connections than they may, however many partitions hang', async () => {
    const ends: (() => void)[] = [];
    const transaction = new BatchTransaction({
      consumer: 'hub.things',
      limits: { ...defaultLimits, mostTransactions: 2 },
      unitOfWork: { run: () => new Promise<void>((resolve) => ends.push(resolve)) },
    } as any);
    const running = ['a', 'b', 'c'].map((eventId) => transaction.runCounted({} as any, eventId));
    expect(ends).toHaveLength(2);
    ends[0]!();
    await running[0];
    expect(ends).toHaveLength(3);
    ends[1]!();
    ends[2]!();
    await Promise.all(running);
  });
});
