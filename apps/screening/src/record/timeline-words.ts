import { levelWords } from '../adbb/level-words.js';
import { taskWords } from '../tasks/task.view.js';
import type { ChildFact, FactData } from './child-fact.js';

interface Words {
  da: string;
  en: string;
}

const channelWords = {
  digital_post: { da: 'Digital Post', en: 'Digital Post' },
  physical_letter: { da: 'fysisk brev', en: 'physical letter' },
} as const;

const closingWords = {
  decided: { da: 'afgjort af en observation', en: 'decided by an observation' },
  withdrawn: { da: 'ikke længere nødvendig', en: 'no longer needed' },
  done: { da: 'udført', en: 'done' },
} as const;

function resultWords({ result, previousResultId }: FactData['adbb_result.recorded']): Words {
  const version = result.version === null ? '' : ` version ${result.version}`;
  const name = `${result.recordId}${version}`;
  return previousResultId === null
    ? { da: `ADBB-resultat ${name}: samlet score ${result.total}`, en: `ADBB result ${name}: total ${result.total}` }
    : {
        da: `ADBB-resultat rettet til ${name}: samlet score ${result.total}`,
        en: `ADBB result corrected to ${name}: total ${result.total}`,
      };
}

function levelChange({ judgement, told }: FactData['level.judged']): Words | null {
  if (!told) return null;
  if (!judgement) return { da: 'Intet niveau: ingen gældende resultater', en: 'No level: no result stands' };
  const { da, en } = levelWords[judgement.level];
  const late = judgement.late ? { da: ', for sent', en: ', late' } : { da: '', en: '' };
  return { da: `Niveau: ${da}${late.da}`, en: `Level: ${en}${late.en}` };
}

function entryWords({ recordId, observations, assessments, adbbCount }: FactData['journal_entry.filed']): Words {
  const count = observations.length + assessments.length + adbbCount;
  return {
    da: `Journalpost ${recordId} modtaget med ${count} oplysninger om barnet`,
    en: `Journal entry ${recordId} received with ${count} facts about the child`,
  };
}

function documentWords(fact: Extract<ChildFact, { type: `document.${string}` }>): Words {
  const { version } = fact.data;
  switch (fact.type) {
    case 'document.written':
      return version === 1
        ? { da: 'Besøgsresumé skrevet', en: 'Visit summary written' }
        : { da: `Besøgsresumé rettet, version ${version}`, en: `Visit summary corrected, version ${version}` };
    case 'document.shared':
      return {
        da: `Besøgsresumé version ${version} delt med ${fact.data.guardianIds.length} forældremyndighedshavere`,
        en: `Visit summary version ${version} shared with ${fact.data.guardianIds.length} guardians`,
      };
    case 'document.opened':
      return {
        da: `Forælder åbnede besøgsresumé version ${version}`,
        en: `Guardian opened visit summary version ${version}`,
      };
  }
}

function letterWords(fact: Extract<ChildFact, { type: `letter.${string}` }>): Words {
  switch (fact.type) {
    case 'letter.requested':
      return { da: 'Brev bestilt', en: 'Letter ordered' };
    case 'letter.submitted': {
      const { channel, tries } = fact.data;
      return {
        da: `Brev afleveret til ${channelWords[channel].da}, forsøg: ${tries}`,
        en: `Letter handed to ${channelWords[channel].en}, tries: ${tries}`,
      };
    }
    case 'letter.delivered': {
      const { channel, late } = fact.data;
      return {
        da: `Brev leveret: ${channelWords[channel].da}${late ? ', forsinket' : ''}`,
        en: `Letter delivered: ${channelWords[channel].en}${late ? ', late' : ''}`,
      };
    }
    case 'letter.failed':
      return {
        da: `Brev kunne ikke leveres (${fact.data.code})`,
        en: `Letter could not be delivered (${fact.data.code})`,
      };
    case 'letter.unknown':
      return {
        da: 'Kanalen svarede ikke; brevets tilstand undersøges',
        en: 'No answer from the channel; state being asked for',
      };
    case 'letter.cancelled':
      return { da: `Brev annulleret (${fact.data.code})`, en: `Letter cancelled (${fact.data.code})` };
    case 'letter.reply.received':
      return { da: 'Svar fra forælder modtaget', en: 'Reply from a guardian received' };
  }
}

/** What a fact is called on the timeline; null for one that says nothing new to a reader. */
export function timelineWords(fact: ChildFact): Words | null {
  switch (fact.type) {
    case 'child.registered':
      return {
        da: `Barn registreret hos ${fact.data.healthVisitingUnit}`,
        en: `Child registered with ${fact.data.healthVisitingUnit}`,
      };
    case 'custody.changed':
      return {
        da: `Forældremyndighed: ${fact.data.guardianIds.length} indehavere`,
        en: `Custody: ${fact.data.guardianIds.length} holders`,
      };
    case 'journal_entry.filed':
      return entryWords(fact.data);
    case 'adbb_result.recorded':
      return resultWords(fact.data);
    case 'adbb_result.confirmed':
      return { da: 'ADBB-resultat sendt igen uden ændring', en: 'ADBB result sent again unchanged' };
    case 'adbb_result.withdrawn':
      return { da: 'ADBB-resultat trukket tilbage af afsenderen', en: 'ADBB result withdrawn by its sender' };
    case 'level.judged':
      return levelChange(fact.data);
    case 'repeat.requested': {
      const { from, to } = fact.data.window;
      return {
        da: `Observationen skal gentages fra ${from} til ${to}`,
        en: `The observation is to be repeated from ${from} to ${to}`,
      };
    }
    case 'repeat.overdue':
      return { da: 'Gentagelsen er overskredet', en: 'The repeat is overdue' };
    case 'focus_point.suggested':
      return { da: 'Fokuspunkt foreslået', en: 'Focus point suggested' };
    case 'task.opened': {
      const { da, en } = taskWords[fact.data.task.kind];
      return { da: `Opgave: ${da}`, en: `Task: ${en}` };
    }
    case 'task.closed': {
      const { da, en } = closingWords[fact.data.closing.reason];
      return { da: `Opgave lukket: ${da}`, en: `Task closed: ${en}` };
    }
    case 'document.written':
    case 'document.shared':
    case 'document.opened':
      return documentWords(fact);
    case 'guardian.message.received':
      return {
        da: 'Besked fra portalen: forælderens eller den unges egne ord',
        en: "Message from the portal: the guardian's or young person's own words",
      };
    default:
      return letterWords(fact);
  }
}
