import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { childDeletedV1 } from '#contracts/events/child-deleted.js';

/**
 * The portal has no table about children: what messaging holds, such as the events that documents were opened, it forgets by itself. Pages ask
 * the owners each time.
 */
@Controller()
export class ChildDeletedConsumer {
  @EventPattern<string>(childDeletedV1.type)
  handle(): void {}
}
