import { parentPort } from 'node:worker_threads';
import { judgeDelivery, type SentDelivery } from './judge-delivery.js';
import { messageOf } from './judgement-message.js';

/** The thread in which large deliveries are judged, one after the other; one answer for each. */
// oxlint-disable-next-line require-post-message-target-origin -- threads have no origin
parentPort?.on('message', (sent: SentDelivery) => parentPort?.postMessage(messageOf(judgeDelivery(sent))));
