import { Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Describe } from '#security/describe.js';
import { OpenDoor } from '#security/door.js';
import { TakesBytes } from '#service/body-limits.js';
import { BytesBody } from '#service/inputs.js';
import { OtlpRequestSchema, spansIn } from './otlp-request.js';
import { TraceKeeping } from './trace-keeping.js';

const JSON_TYPE = 'application/json';

/** An OTLP/HTTP receiver, so that a plain local start shows traces without another tool. Not there in production. */
@Controller('v1/traces')
export class TracesController {
  constructor(private readonly keeping: TraceKeeping) {}

  @Post()
  @HttpCode(200)
  @OpenDoor('Only outside production; exporters carry no token, and spans hold no personal data')
  @TakesBytes({ maxBytes: 8_000_000, types: [JSON_TYPE] })
  @Describe({
    summary: 'Takes spans as OTLP/HTTP in JSON; outside production alone',
    consumes: [JSON_TYPE],
    answers: { 200: z.object({}) },
  })
  async take(@BytesBody() body: Uint8Array): Promise<object> {
    this.keeping.mustKeep();
    await this.keeping.take(spansIn(requestIn(body)));
    return {};
  }
}

function requestIn(body: Uint8Array): z.infer<typeof OtlpRequestSchema> {
  let sent: unknown;
  try {
    sent = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw new RefusalError('MALFORMED', { place: 'body' });
  }
  const parsed = OtlpRequestSchema.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new RefusalError('SHAPE_INVALID', {
    place: ['body', ...(parsed.error.issues[0]?.path.map(String) ?? [])].join('/'),
  });
}
