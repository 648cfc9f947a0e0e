import type { ConsentType } from './consent-type.js';

const health = {
  documentKinds: ['adbb_result', 'health_visit_summary', 'health_observation'] satisfies ConsentType['documentKinds'],
  completeness: 'all' as const,
  gdprBasis: 'GDPR art. 6(1)(e), art. 9(2)(h)',
  confidentialityBasis: 'Sundhedsloven § 43, stk. 1 (samtykke)',
  longestDays: 365,
  forTransition: false,
  byLetter: true,
};
const ifNoDa = 'Siger du nej, sker der ikke andet, end at oplysningerne bliver, hvor de er. I får den samme hjælp.';
const ifNoEn = 'If you say no, the information simply stays where it is. You get the same help.';
const withdrawingDa =
  'Du kan altid sige stop. Fra det øjeblik kan modtageren ikke læse mere. Det, der allerede er læst, kan ikke gøres ulæst.';
const withdrawingEn =
  'You can stop this at any time. From that moment the receiver can read no more. What has been read cannot be unread.';

/** The types every municipality starts with. It may put versions of its own in their place, and add others. */
export const standardConsentTypes: readonly ConsentType[] = [
  {
    ...health,
    name: 'pass_on_to_daycare',
    version: 1,
    texts: [
      {
        language: 'da',
        title: 'Må dagtilbuddet se oplysninger fra sundhedsplejen?',
        what: 'Sundhedsplejen vil gerne vise de nævnte oplysninger om barnet til dagtilbuddet.',
        why: 'Så kender personalet barnets behov fra starten, og I skal ikke fortælle det hele igen.',
        ifNo: ifNoDa,
        withdrawing: withdrawingDa,
      },
      {
        language: 'en',
        title: 'May the day care see information from the health visitor?',
        what: 'The health visitors would like to show the information named here about the child to the day care.',
        why: "The staff then know the child's needs from the start, and you need not tell everything again.",
        ifNo: ifNoEn,
        withdrawing: withdrawingEn,
      },
    ],
  },
  {
    ...health,
    name: 'pass_on_to_school',
    version: 1,
    texts: [
      {
        language: 'da',
        title: 'Må skolen se oplysninger fra sundhedsplejen?',
        what: 'Sundhedsplejen vil gerne vise de nævnte oplysninger om barnet til skolen.',
        why: 'Så kan skolen tage hensyn fra den første dag.',
        ifNo: ifNoDa,
        withdrawing: withdrawingDa,
      },
      {
        language: 'en',
        title: 'May the school see information from the health visitor?',
        what: 'The health visitors would like to show the information named here about the child to the school.',
        why: 'The school can then take account of it from the first day.',
        ifNo: ifNoEn,
        withdrawing: withdrawingEn,
      },
    ],
  },
  {
    ...health,
    name: 'involve_specialist',
    version: 1,
    texts: [
      {
        language: 'da',
        title: 'Må en fagperson se oplysninger fra sundhedsplejen?',
        what: 'Sundhedsplejen vil gerne vise de nævnte oplysninger om barnet til dem, der skal hjælpe jer.',
        why: 'Så kan de give jer råd, der passer til barnet.',
        ifNo: ifNoDa,
        withdrawing: withdrawingDa,
      },
      {
        language: 'en',
        title: 'May a specialist see information from the health visitor?',
        what: 'The health visitors would like to show the information named here about the child to those who are to help you.',
        why: 'They can then give you advice that suits the child.',
        ifNo: ifNoEn,
        withdrawing: withdrawingEn,
      },
    ],
  },
  {
    ...health,
    name: 'hand_over_at_transition',
    version: 1,
    forTransition: true,
    texts: [
      {
        language: 'da',
        title: 'Må vi give oplysninger videre, når barnet skifter sted?',
        what: 'Sundhedsplejen vil gerne give de nævnte oplysninger om barnet videre til det nye sted.',
        why: 'Så bliver skiftet trygt for barnet. Svaret gælder kun dette skift.',
        ifNo: ifNoDa,
        withdrawing: withdrawingDa,
      },
      {
        language: 'en',
        title: 'May we pass on information when the child moves to a new place?',
        what: 'The health visitors would like to pass on the information named here about the child to the new place.',
        why: 'This makes the move safe for the child. Your answer counts for this move alone.',
        ifNo: ifNoEn,
        withdrawing: withdrawingEn,
      },
    ],
  },
];
