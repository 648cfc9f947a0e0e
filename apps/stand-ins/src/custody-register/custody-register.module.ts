import { Module, type DynamicModule } from '@nestjs/common';
import { CustodyRegisterControlController } from './custody-register-control.controller.js';
import { CUSTODY_REGISTER_OPTIONS, type CustodyRegisterOptions } from './custody-register-options.js';
import { CustodyRegisterState } from './custody-register-state.js';
import { PersonLookupController } from './person-lookup.controller.js';

/** The civil register with its custody facts, in miniature: `CustodyRegisterModule.with({ peopleFile, consentUrl, channelToken })`. */
@Module({})
export class CustodyRegisterModule {
  static with(options: CustodyRegisterOptions): DynamicModule {
    return {
      module: CustodyRegisterModule,
      controllers: [PersonLookupController, CustodyRegisterControlController],
      providers: [CustodyRegisterState, { provide: CUSTODY_REGISTER_OPTIONS, useValue: options }],
    };
  }
}
