import { performance } from 'node:perf_hooks';
import { gauge } from './metrics.js';

/** Memory, processor time and how busy the event loop is, read when somebody asks; nothing runs in between. */
export function observeProcess(): void {
  gauge('process.memory.resident', () => process.memoryUsage.rss());
  gauge('process.cpu.time', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  let last = performance.eventLoopUtilization();
  gauge('nodejs.eventloop.utilization', () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  });
}
