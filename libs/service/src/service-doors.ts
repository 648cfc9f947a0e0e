import type { Type } from '@nestjs/common';
import { MessagingModule } from '#messaging/messaging.module.js';
import { controllersOf } from './controllers-of.js';
import { doorsOf, type DescribedDoor } from './doors-of.js';
import { ServiceModule } from './service.module.js';

/** All doors of a service with this module, those that every service has included, without starting it. */
export function serviceDoors(module: Type): DescribedDoor[] {
  return doorsOf([module, ServiceModule, MessagingModule].flatMap((part) => [...controllersOf(part)]));
}
