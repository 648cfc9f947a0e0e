import { Controller, Get, Header } from '@nestjs/common';
import { Telemetry } from '#observability/telemetry.js';
import { OpenDoor } from '#security/door.js';

/** Prometheus asks here. */
@Controller()
export class MetricsController {
  @Get('/metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @OpenDoor('Counts and times by code only; reached inside the platform network')
  metrics(): Promise<string> {
    return Telemetry.prometheusText();
  }
}
