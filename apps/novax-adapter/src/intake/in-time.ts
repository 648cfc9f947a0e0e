import { TransientError } from '#messaging/handling/transient-error.js';

/** The work's outcome, or TransientError after that many milliseconds: a caller is told to come again, and never waits for ever. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TransientError('INTAKE_TOO_SLOW')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
