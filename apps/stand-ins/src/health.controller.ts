import { Controller, Get } from '@nestjs/common';
import { OpenDoor } from '#security/door.js';

/** The stand-ins hold everything in memory: whoever answers is well. */
@Controller('/health')
export class HealthController {
  @Get(['/live', '/ready'])
  @OpenDoor('Tells nothing')
  well(): { ready: true } {
    return { ready: true };
  }
}
