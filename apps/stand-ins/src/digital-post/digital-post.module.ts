import { Module, type DynamicModule } from '@nestjs/common';
import { DigitalPostControlController } from './digital-post-control.controller.js';
import { DIGITAL_POST_OPTIONS, type DigitalPostOptions } from './digital-post-options.js';
import { DigitalPostState } from './digital-post-state.js';
import { HubClient } from './hub-client.js';
import { KombiController } from './kombi.controller.js';
import { PlatformDoorsController } from './platform-doors.controller.js';
import { ReceiptPusher } from './receipt-pusher.js';

/**
 * Digital Post and remote print in miniature, below `/digital-post` and `/control/digital-post`:
 * `DigitalPostModule.with({ peopleFile, notificationsUrl, channelToken, clock })`.
 */
@Module({})
export class DigitalPostModule {
  static with(options: DigitalPostOptions): DynamicModule {
    return {
      module: DigitalPostModule,
      controllers: [PlatformDoorsController, KombiController, DigitalPostControlController],
      providers: [DigitalPostState, HubClient, ReceiptPusher, { provide: DIGITAL_POST_OPTIONS, useValue: options }],
    };
  }
}
