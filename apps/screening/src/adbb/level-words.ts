import type { ScreeningLevel } from './adbb.rules.js';

export type Language = 'da' | 'en';

/** What each level is called to people. */
export const levelWords: Record<ScreeningLevel, Record<Language, string>> = {
  below_cutoff: { da: 'under grænseværdien', en: 'below the cut-off' },
  repeat_due: { da: 'gentaget observation afventer', en: 'repeat observation due' },
  repeat_overdue: { da: 'gentaget observation er overskredet', en: 'repeat observation overdue' },
  sustained: { da: 'fastholdt ved gentaget observation', en: 'sustained by the repeat observation' },
  not_confirmed: { da: 'ikke bekræftet ved gentaget observation', en: 'not confirmed by the repeat observation' },
};
