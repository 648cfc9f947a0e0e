const [target = '', nth = '1'] = (process.env['HUB_KILL_AT'] ?? '').split('@');
let passings = 0;

if (target && process.env['HUB_ENV'] === 'production') {
  throw new Error('HUB_KILL_AT is set in production. Unset it: it makes the service end itself on purpose.');
}

/**
 * Marks a durable step. The fault campaign starts a service with `HUB_KILL_AT=name` or `name@3` and the process then
 * ends itself with SIGKILL at that (or the third) passing: nothing is flushed, as in a power cut.
 */
export function killPoint(name: string): void {
  if (name !== target) return;
  passings += 1;
  if (passings === Number(nth)) process.kill(process.pid, 'SIGKILL');
}
