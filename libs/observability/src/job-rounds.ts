import { gauge } from './metrics.js';

/** Jobs that go round by themselves in this process, with the time of their last whole round. */
const lastSuccess = new Map<string, number>();

export const jobRounds = {
  /** The job came through a round: it looked, whether or not there was something to do. */
  succeeded(job: string): void {
    lastSuccess.set(job, Date.now() / 1000);
  },

  /** Shows them as a metric; called once, at the start of the process. */
  observe(): void {
    gauge('hub.job.last.success', () =>
      [...lastSuccess].map(([job, value]) => ({ value, attributes: { 'hub.job': job } })),
    );
  },
};
