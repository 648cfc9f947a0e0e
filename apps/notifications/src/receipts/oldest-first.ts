import type { ChannelReceipt } from '../channel/letter-channel.js';

/** The order in which receipts take effect. */
export const oldestFirst = (receipts: readonly ChannelReceipt[]): ChannelReceipt[] =>
  [...receipts].sort((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds);
