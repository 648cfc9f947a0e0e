import { CARE_SOCIAL } from './code-systems.js';
import { codeSet } from './code-set.js';

/** Who answered a questionnaire, in CareSocialCodes. */
export const findingInformers = codeSet([
  CARE_SOCIAL,
  [
    '25b4e705-2e9a-47a2-b11a-c829316b9d3a',
    'b66dc78a-a673-43fc-8ac0-1e859ba626e0',
    '12428e48-7df8-441f-9a89-d92bb7874066',
    '166d2437-4e47-4a52-bd94-cdbe91086ca6',
    '8fe80acb-2c2a-4f10-b2b8-ddb77d2f69dc',
    '329774f9-7700-47cf-9c00-63765d9e8078',
  ],
]);
