import type { INestApplicationContext } from '@nestjs/common';
import { describeDoors } from './describe-doors.js';

/** Stops the start when a door says nothing about who may use it. */
export function checkDoors(app: INestApplicationContext): void {
  const silent = describeDoors(app).filter(({ access }) => access === null);
  if (silent.length === 0) return;
  const named = silent.map(({ method, path, handler }) => `${method} ${path} (${handler})`);
  throw new Error(`These doors declare no access: ${named.join(', ')}`);
}
