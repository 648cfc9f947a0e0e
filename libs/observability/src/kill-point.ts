import { writeSync } from 'node:fs';

/** Passings until the end, by kill point. */
const ahead = new Map(
  (process.env['HUB_KILL_AT'] ?? '')
    .split(',')
    .filter((each) => each !== '')
    .map((each): [string, number] => {
      const [name = '', nth = '1'] = each.split('@');
      return [name, Number(nth)];
    }),
);

if (ahead.size > 0 && process.env['HUB_ENV'] === 'production') {
  throw new Error('HUB_KILL_AT is set in production. Unset it: it makes the service end itself on purpose.');
}

/**
 * Marks a durable step. The fault campaign starts a service with `HUB_KILL_AT=name` or `name@3`, or several with commas between, and the
 * process then says where it is and ends itself with SIGKILL at the first (or third) passing of one of them: as in a power cut.
 */
export function killPoint(name: string): void {
  const passings = ahead.get(name);
  if (passings === undefined) return;
  ahead.set(name, passings - 1);
  if (passings > 1) return;
  const { pid } = process;
  writeSync(2, `${JSON.stringify({ level: 'warn', pid, killPoint: name, msg: 'Ends itself as HUB_KILL_AT asks' })}\n`);
  process.kill(pid, 'SIGKILL');
}
