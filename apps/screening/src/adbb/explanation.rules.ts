import { adbbItems } from './adbb-items.js';
import type { AdbbResult } from './adbb-result.js';
import type { Judgement } from './adbb.rules.js';
import { levelWords, type Language } from './level-words.js';
import { parentWords } from './parent-words.js';

/** The same result told to three readers. A number never stands alone, and no wording of the scale is used. */
export interface Explanation {
  /** Words only, for parents. */
  parent: string;
  /** Items, totals, cut-off and days, for those who work with the child. */
  professional: string;
  /** With versions, ids and times, for those who check how a level came about. */
  auditor: string;
}

/** True of every level: below the cut-off there is nothing to look closer at. */
export const signSentence = {
  da: 'En observation kan højst være et tegn på, at man skal se nærmere efter. Den er ikke en diagnose.',
  en: 'An observation can at most be a sign to look closer. It is not a diagnosis.',
};

const words = {
  da: {
    record: 'Journalpost',
    version: 'version',
    observed: 'observeret',
    total: 'Samlet score',
    cutOff: 'grænseværdi',
    below: 'er under',
    above: 'er lig med eller over',
    rules: 'Regelsæt',
    level: 'Niveau',
    days: (days: number) => `Dage mellem de to observationer: ${days}.`,
    window: (from: string, to: string) => `Gentages fra ${from} til ${to}.`,
    interim: 'Observationen kom før gentagelsens første dag og er foreløbig.',
    late: 'Den afgørende observation kom for sent.',
    state: { standing: 'gældende', superseded: 'erstattet', withdrawn: 'trukket tilbage' },
    audit: (result: AdbbResult) =>
      `Resultat ${result.resultId} fra ${result.sourceSystem}, rapporteret ${result.reportedAt}, modtaget ` +
      `${result.receivedAt}, kvittering ${result.receiptId}; gentagelse dag ${result.days.repeatFrom} til ` +
      `${result.days.repeatTo}, overskredet fra dag ${result.days.overdue}`,
  },
  en: {
    record: 'Record',
    version: 'version',
    observed: 'observed',
    total: 'Total',
    cutOff: 'cut-off',
    below: 'is below',
    above: 'is at or above',
    rules: 'Rule set',
    level: 'Level',
    days: (days: number) => `Days between the two observations: ${days}.`,
    window: (from: string, to: string) => `To be repeated from ${from} to ${to}.`,
    interim: 'The observation came before the first day of the repeat and is interim.',
    late: 'The deciding observation came late.',
    state: { standing: 'standing', superseded: 'superseded', withdrawn: 'withdrawn' },
    audit: (result: AdbbResult) =>
      `Result ${result.resultId} from ${result.sourceSystem}, reported ${result.reportedAt}, received ` +
      `${result.receivedAt}, receipt ${result.receiptId}; repeat on days ${result.days.repeatFrom} to ` +
      `${result.days.repeatTo}, overdue from day ${result.days.overdue}`,
  },
} as const;

function resultWords(result: AdbbResult, language: Language): string {
  const say = words[language];
  const version = result.version === null ? '' : ` (${say.version} ${result.version})`;
  const items = adbbItems.map((item, nth) => `${item[language]} ${result.items[nth]}`).join(', ');
  const comparison = `${result.total} ${result.atOrAboveCutOff ? say.above : say.below} ${result.cutOff}`;
  return (
    `${say.record} ${result.recordId}${version}, ${say.observed} ${result.observedOn}: ${items}. ` +
    `${say.total} ${result.total}, ${say.cutOff} ${result.cutOff}: ${comparison}. ` +
    `${say.rules} ${result.ruleSet}, ${say.version} ${result.ruleVersion}.`
  );
}

/** The results that a judgement rests on, the one that asked for the repeat first. */
function grounds(judgement: Judgement, results: readonly AdbbResult[]): AdbbResult[] {
  const ids = [...new Set([judgement.first ?? judgement.basis, judgement.basis])];
  return ids.flatMap((id) => results.find(({ resultId }) => resultId === id) ?? []);
}

function judgementWords(judgement: Judgement, language: Language): string[] {
  const say = words[language];
  const said = [`${say.level}: ${levelWords[judgement.level][language]}.`];
  if (judgement.days !== null) said.push(say.days(judgement.days));
  else if (judgement.window) said.push(say.window(judgement.window.from, judgement.window.to));
  if (judgement.late) said.push(say.late);
  return said;
}

/** Why the child stands at its level: every result behind it with items, totals and cut-off, the days between, the rules. */
export function explainLevel(judgement: Judgement, results: readonly AdbbResult[], language: Language): Explanation {
  const behind = grounds(judgement, results);
  const professional = [
    ...behind.map((result) => resultWords(result, language)),
    ...judgementWords(judgement, language),
    signSentence[language],
  ];
  const audit = behind.map((result) => `${words[language].audit(result)} (${words[language].state[result.state]}).`);
  return {
    parent: `${parentWords(judgement, language)} ${signSentence[language]}`,
    professional: professional.join(' '),
    auditor: [...professional.slice(0, -1), ...audit, signSentence[language]].join(' '),
  };
}

/** One result by itself: what it says, and whether it decided anything in the judgement given. */
export function explainResult(result: AdbbResult, judgement: Judgement | null, language: Language): Explanation {
  const say = words[language];
  const own = { level: result.atOrAboveCutOff ? 'repeat_due' : 'below_cutoff', window: null, late: false } as const;
  const interim = judgement?.interim.includes(result.resultId) ? [say.interim] : [];
  const professional = [resultWords(result, language), ...interim];
  return {
    parent: `${parentWords(own, language)} ${signSentence[language]}`,
    professional: [...professional, signSentence[language]].join(' '),
    auditor: [...professional, `${say.audit(result)} (${say.state[result.state]}).`, signSentence[language]].join(' '),
  };
}
