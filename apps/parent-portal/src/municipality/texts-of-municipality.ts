import { Inject, Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import type { Organisation } from '#contracts/ids.js';
import { CONFIG } from '#service/config-token.js';
import type { ParentPortalConfig } from '../parent-portal.config.js';
import { textIn } from '../words/text-in.js';
import type { Words } from '../words/words.js';
import {
  PortalTextsSchema,
  type Contact,
  type MunicipalityTexts,
  type PortalTexts,
} from './municipality-texts.schema.js';
import { standardTexts } from './standard-texts.js';

const SILENT: MunicipalityTexts = { places: {}, contacts: [], processing: null };

/** What each municipality says on the pages: read once at start; a file that does not fit stops the start. */
@Injectable()
export class TextsOfMunicipality {
  private readonly texts: PortalTexts;

  constructor(@Inject(CONFIG) { PORTAL_TEXTS_FILE }: Pick<ParentPortalConfig, 'PORTAL_TEXTS_FILE'>) {
    this.texts = PORTAL_TEXTS_FILE
      ? PortalTextsSchema.parse(JSON.parse(readFileSync(PORTAL_TEXTS_FILE, 'utf8')))
      : standardTexts;
  }

  of(municipality: string): MunicipalityTexts {
    const all: Readonly<Record<string, MunicipalityTexts>> = this.texts.municipalities;
    return Object.hasOwn(all, municipality) ? all[municipality]! : SILENT;
  }

  get support(): Contact {
    return this.texts.support;
  }

  /** What a unit is called to parents; one that the municipality has not named is called by its code. */
  placeName(municipality: string, organisation: Organisation, words: Words): string {
    const texts = this.of(municipality).places[organisation];
    return texts ? textIn(texts, words).text : organisation;
  }
}
