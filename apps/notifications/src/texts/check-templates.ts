import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG } from '#service/config-token.js';
import type { NotificationsConfig } from '../notifications.config.js';
import { letterFonts } from './letter-fonts.js';
import { letterTemplates } from './letter-templates.js';
import { renderLetter } from './render-letter.js';

/** Stops the start when any wording, with any municipality's name in it, is not neutral, or when the fonts are not there. */
@Injectable()
export class CheckTemplates implements OnModuleInit {
  constructor(@Inject(CONFIG) private readonly config: NotificationsConfig) {}

  onModuleInit(): void {
    if (letterFonts.regular.length === 0 || letterFonts.semibold.length === 0)
      throw new Error('A font of the letters is empty');
    for (const { name } of Object.values(this.config.SENDERS)) {
      for (const template of letterTemplates)
        renderLetter(template, { sender: name, portalUrl: this.config.PORTAL_URL });
    }
  }
}
