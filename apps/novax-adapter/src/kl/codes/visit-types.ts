import { FBOE } from './code-systems.js';
import { codeSet } from './code-set.js';

/** Types of contact between health visitor and family, in FBOE. */
export const visitTypes = {
  pregnancy: 'd3c00541-f1d3-4c43-b5fc-16e8914ca1df',
  afterBirth: '7d35a193-e808-4e77-b361-6c0d114d021f',
  establishing: 'b4bf6058-502a-4d64-bb8e-369661f43b47',
  withinFirstMonth: '563c4174-f451-4c87-8db8-8d5472ca7ff6',
  twoMonths: '51f30d1c-d60e-4e3e-ac22-ec9712ea962d',
  fourToSixMonths: '58ff370b-a775-4bec-b24a-91604e0a5fe7',
  eightToElevenMonths: '3f3e6489-31bd-44cf-9920-3c632868feb7',
  needBasedInfant: '4b039ba1-4005-42e6-b672-09b81ad7578a',
  preventiveInfant: 'b30f139c-fac5-416e-b84a-a3429f0222c2',
  schoolStart: 'c06ed6f1-be9d-460e-a45e-34821bcbd533',
  middleSchoolMeasured: 'd01bcb90-2b29-44f4-834c-191d6dd4a08a',
  schoolLeaving: 'dd766967-4d02-4c17-8ed3-021852785fdf',
  needBasedSchool: '606c6585-444b-4ecd-885c-2ee59dc33f32',
  preventiveSchool: '17f5f9fa-3e1c-42fe-9ef3-178bc7900f67',
} as const;

export const encounterTypes = codeSet([FBOE, Object.values(visitTypes)]);
