import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Describe } from '#security/describe.js';
import { OpenDoor } from '#security/door.js';
import { accessMatrixHtml } from './access-matrix.page.js';

/** The policy, for everybody to read. */
@Controller('access-matrix')
export class AccessMatrixController {
  private readonly html = accessMatrixHtml();

  @Get()
  @OpenDoor('Who may see what is no secret; nobody is named.')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
  @Header('x-content-type-options', 'nosniff')
  @Describe({
    summary: 'Who may see what: every role, organisation, kind and state with the answer, made from the policy.',
    produces: ['text/html'],
    answers: { 200: z.string() },
  })
  page(): string {
    return this.html;
  }
}
