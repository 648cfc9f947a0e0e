import { z } from 'zod';
import { Cpr } from '#contracts/cpr.js';
import { medcomTestCitizens } from './medcom-test-citizens.js';

const CprText = z.string().regex(/^\d{6}-\d{4}$/, 'ten digits with a hyphen, as 640326-4012');
const REFUSED =
  'may belong to a living person: use a replacement number (60 added to the day of birth) or a test citizen of MedCom';

function exists(text: string): boolean {
  try {
    return Cpr.parse(text) instanceof Cpr;
  } catch {
    return false;
  }
}

const isReplacement = (text: string): boolean => Number(text.slice(0, 2)) > 60;
const isTestCitizen = (text: string): boolean => medcomTestCitizens.includes(text.replace('-', ''));

/** The number of somebody invented: a municipal replacement number, or a published test citizen of MedCom. */
export const InventedCpr = CprText.refine(exists, 'the date of the number does not exist').refine(
  (text) => !exists(text) || isReplacement(text) || isTestCitizen(text),
  REFUSED,
);

/** A number that nobody has: an invented one, or one whose date does not exist, to see it refused. */
export const NobodysCpr = CprText.refine(
  (text) => !exists(text) || isReplacement(text) || isTestCitizen(text),
  REFUSED,
);
