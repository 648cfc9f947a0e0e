import { Controller, Header, HttpCode, Post } from '@nestjs/common';
import { TakesBytes } from '#service/body-limits.js';
import { Door } from '#security/door.js';
import { Describe } from '#security/describe.js';
import { BytesBody } from '#service/inputs.js';
import { ApplyReceipt } from './apply-receipt.js';
import { readPostStatus } from './post-status.js';

const types = ['application/xml', 'text/xml'];
/** `StatusKode` 20: taken. The distributor then never sends the message again. */
const TAKEN =
  '<?xml version="1.0" encoding="UTF-8"?><ModtagBeskedOutput><StandardRetur><StatusKode>20</StatusKode></StandardRetur></ModtagBeskedOutput>';

/** Where the event distributor pushes the status of letters (`PKO_PostStatus`). */
@Controller('post-status')
export class PostStatusController {
  constructor(private readonly applyReceipt: ApplyReceipt) {}

  @Post()
  @HttpCode(200)
  @Header('content-type', 'application/xml')
  @Door({ who: ['channel'], scopes: ['letters.receipt'] })
  @TakesBytes({ maxBytes: 200_000, types })
  @Describe({
    summary:
      'A receipt of a letter. Answered with StatusKode 20 also when it is a duplicate, late, or of a message that is not ours.',
    consumes: types,
    produces: ['application/xml'],
    answers: { 200: null },
  })
  async receive(@BytesBody() bytes: Uint8Array): Promise<string> {
    await this.applyReceipt.apply(readPostStatus(bytes), 'pushed');
    return TAKEN;
  }
}
