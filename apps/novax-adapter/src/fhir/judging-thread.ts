import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { RefusalError } from '#contracts/refusal-error.js';
import { TransientError } from '#messaging/handling/transient-error.js';
import type { Judgement, SentDelivery } from './judge-delivery.js';
import { judgementOf, type JudgementMessage } from './judgement-message.js';

/** Node starts threads from compiled files only, also when the rest runs from the sources. */
const COMPILED = import.meta.url.endsWith('.ts')
  ? '../../../../dist/apps/novax-adapter/src/fhir/judging.worker.js'
  : './judging.worker.js';

interface Limits {
  readonly file: URL;
  /** Deliveries that may wait; each is up to 10 MB. */
  readonly waiting: number;
  readonly longestMs: number;
  /** Ten megabytes of JSON take some 120 MB while they are judged. */
  readonly memoryMb: number;
}

const LIMITS: Limits = { file: new URL(COMPILED, import.meta.url), waiting: 4, longestMs: 30_000, memoryMb: 512 };

interface Task {
  readonly sent: SentDelivery;
  resolve(judgement: Judgement): void;
  reject(error: unknown): void;
}

/**
 * Judges large deliveries beside the event loop, one at a time, so that one of 10 MB holds up no other request. The thread starts with
 * the first of them. Nothing is acknowledged before it was judged: when the thread ends or takes too long, the sender is told to come
 * again (503), and the next delivery gets a new thread; a delivery that takes more memory than there is would do so each time and is refused.
 */
@Injectable()
export class JudgingThread implements OnModuleDestroy {
  private readonly queue: Task[] = [];
  private current: { readonly task: Task; readonly timer: NodeJS.Timeout } | undefined;
  private thread: Worker | undefined;

  private readonly limits: Limits;

  constructor(limits: Partial<Limits> = {}) {
    this.limits = { ...LIMITS, ...limits };
  }

  /** Throws DEPENDENCY_UNAVAILABLE when too many wait, TOO_LARGE when memory does not suffice, TransientError when the thread fails. */
  judge(sent: SentDelivery): Promise<Judgement> {
    if (this.queue.length >= this.limits.waiting) {
      return Promise.reject(new RefusalError('DEPENDENCY_UNAVAILABLE', { retryAfterSeconds: 5 }));
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ sent, resolve, reject });
      this.next();
    });
  }

  async onModuleDestroy(): Promise<void> {
    const waiting = this.queue.splice(0);
    this.end(new TransientError('JUDGING_ENDED'));
    for (const { reject } of waiting) reject(new TransientError('JUDGING_ENDED'));
  }

  private next(): void {
    if (this.current) return;
    const task = this.queue.shift();
    if (!task) return;
    const timer = setTimeout(() => this.end(new TransientError('JUDGING_TOO_SLOW')), this.limits.longestMs);
    this.current = { task, timer };
    this.thread ??= this.start();
    // oxlint-disable-next-line require-post-message-target-origin -- threads have no origin
    this.thread.postMessage(task.sent);
  }

  private start(): Worker {
    const thread = new Worker(this.limits.file, {
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memoryMb },
    });
    thread.unref();
    thread.on('message', (message: JudgementMessage) => {
      if (this.thread === thread) this.settle((task) => task.resolve(judgementOf(message)));
    });
    const ended = (error: unknown) => {
      if (this.thread === thread) this.end(error);
    };
    thread.on('error', (error: NodeJS.ErrnoException) =>
      ended(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error),
    );
    thread.on('exit', () => ended(new TransientError('JUDGING_ENDED')));
    return thread;
  }

  /** Lets go of the thread; the delivery that it was judging gets this error. */
  private end(error: unknown): void {
    const thread = this.thread;
    this.thread = undefined;
    void thread?.terminate();
    this.settle((task) => task.reject(error));
  }

  private settle(outcome: (task: Task) => void): void {
    const settled = this.current;
    if (!settled) return;
    clearTimeout(settled.timer);
    this.current = undefined;
    outcome(settled.task);
    this.next();
  }
}

function tooLarge(): RefusalError {
  return new RefusalError('TOO_LARGE', {
    detail: 'Judging the delivery takes more memory than there is.',
    cure: 'Send it in several smaller deliveries.',
  });
}
