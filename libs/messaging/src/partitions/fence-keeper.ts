import { log } from '#observability/log.js';
import type { BatchReceiver, Broker, ReceivedBatch, ReceivedMessage } from '../broker/broker.js';
import { FENCE_HEADER, fenceIsPassed, fenceStands, readFence } from './fence.rules.js';

/** All partitions that wait share an answer for so long. */
const ASK_EVERY_MS = 500;

/** Holds a partition at a fence until the group, in all its members, has handled what lies before it in every partition. */
export class FenceKeeper {
  /** By topic and fence: what was passed once stays passed, wherever it stands. */
  private readonly passed = new Set<string>();
  /** What was asked last, by topic and fence. */
  private readonly asked = new Map<string, { readonly at: number; readonly opens: Promise<boolean> }>();

  constructor(
    private readonly broker: Pick<Broker, 'progress'>,
    private readonly group: string,
    private readonly receiver: BatchReceiver,
    private readonly askEveryMs = ASK_EVERY_MS,
  ) {}

  /**
   * As the receiver; answers the offset of a fence that holds, so that its message comes again. That is told also when what lay right before
   * it is not kept any more (a compacted topic has gaps): the group has passed it then, and fences wait for nothing that nobody can handle.
   */
  async receive(batch: ReceivedBatch): Promise<number> {
    const at = batch.messages.findIndex((message) => this.holds(batch, message));
    if (at === -1) return this.receiver(batch);
    if (at > 0) {
      const messages = batch.messages.slice(0, at);
      const next = await this.receiver({ ...batch, messages });
      return next > messages.at(-1)!.offset ? batch.messages[at]!.offset : next;
    }
    const first = batch.messages[0]!;
    if (!(await this.opens(batch.topic, first.headers[FENCE_HEADER]!))) return first.offset;
    return this.receive(batch);
  }

  private holds({ topic, partition }: ReceivedBatch, { offset, headers }: ReceivedMessage): boolean {
    const fence = readFence(headers[FENCE_HEADER]);
    if (!fence || this.passed.has(`${topic} ${headers[FENCE_HEADER]}`)) return false;
    return fenceStands(fence, partition, offset);
  }

  private opens(topic: string, written: string): Promise<boolean> {
    const name = `${topic} ${written}`;
    const asked = this.asked.get(name);
    if (asked && performance.now() - asked.at < this.askEveryMs) return asked.opens;
    const opens = this.ask(topic, written);
    this.asked.set(name, { at: performance.now(), opens });
    return opens;
  }

  private async ask(topic: string, written: string): Promise<boolean> {
    try {
      const progress = (await this.broker.progress([this.group], [topic])).get(this.group)!;
      if (!fenceIsPassed(readFence(written)!, progress)) return false;
      this.passed.add(`${topic} ${written}`);
      this.asked.delete(`${topic} ${written}`);
      log.info('All that came before the number of partitions changed is handled', { topic, consumer: this.group });
      return true;
    } catch (error) {
      log.warn('The broker could not say how far the group has come', { topic, consumer: this.group }, error);
      return false;
    }
  }
}
