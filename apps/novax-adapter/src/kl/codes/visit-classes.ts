import { ACT_CODE, CARE_SOCIAL } from './code-systems.js';
import { codeSet } from './code-set.js';

/** How a contact took place: v3-ActCode, plus telephone and video in CareSocialCodes. */
export const encounterClasses = codeSet(
  [ACT_CODE, ['AMB', 'EMER', 'FLD', 'HH', 'IMP', 'ACUTE', 'NONAC', 'OBSENC', 'PRENC', 'SS', 'VR']],
  [CARE_SOCIAL, ['1b55a4b0-1156-4f58-b2df-b5c6014d9048', '124be95d-6924-4609-9d2a-e7c73ae3ab3d']],
);
