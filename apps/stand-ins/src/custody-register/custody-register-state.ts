import { Inject, Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CUSTODY_REGISTER_OPTIONS, type CustodyRegisterOptions } from './custody-register-options.js';
import { PeopleSchema } from './people-file.js';
import { PeopleRegister } from './people-register.js';
import type { RegisterBehaviour } from './register-behaviour.js';

const FileSchema = PeopleSchema.extend({
  /** The authorities that may ask, by CVR number. */
  municipalities: z.array(z.object({ code: z.string(), cvr: z.string().regex(/^\d{8}$/) })),
});

/** The register's people and how it behaves at the moment. */
@Injectable()
export class CustodyRegisterState {
  readonly people = new PeopleRegister();
  readonly authorities: ReadonlySet<string>;
  behaviour: RegisterBehaviour = { mode: 'normal', delayMs: 0 };

  constructor(@Inject(CUSTODY_REGISTER_OPTIONS) options: CustodyRegisterOptions) {
    const file = FileSchema.parse(JSON.parse(readFileSync(options.peopleFile, 'utf8')));
    this.people.put(file);
    this.authorities = new Set(file.municipalities.map(({ cvr }) => cvr));
  }
}
