import { PortalTextsSchema } from './municipality-texts.schema.js';

const processing = {
  updated: '2026-05-01',
  sections: [
    {
      heading: { da: 'Hvem har ansvaret?', en: 'Who is responsible?' },
      paragraphs: [
        {
          da: 'Kommunen har ansvaret for oplysningerne om dig og dit barn.',
          en: 'The municipality is responsible for the information about you and your child.',
        },
      ],
    },
    {
      heading: { da: 'Hvad bruger vi oplysningerne til?', en: 'What do we use the information for?' },
      paragraphs: [
        {
          da: 'Vi bruger dem til at følge dit barns trivsel, til at dele det med dig og til at spørge dig, før andre får noget at se.',
          en: 'We use it to follow how your child is doing, to share that with you, and to ask you before others see anything.',
        },
        {
          da: 'Ingen maskine afgør noget om dit barn. Det gør mennesker.',
          en: 'No machine decides anything about your child. People do.',
        },
      ],
    },
    {
      heading: { da: 'Hvilke oplysninger er det?', en: 'Which information is it?' },
      paragraphs: [
        {
          da: 'Det er navn, cpr-nummer, hvem der har forældremyndighed, det, sundhedsplejen skriver, dine svar og beskeder, og hvem der har set hvad.',
          en: 'It is names, CPR numbers, who has custody, what the health visitors write, your answers and messages, and who has looked at what.',
        },
        {
          da: 'Oplysningerne kommer fra sundhedsplejen, fra cpr-registret og fra dig.',
          en: 'The information comes from the health visitors, from the CPR register and from you.',
        },
      ],
    },
    {
      heading: { da: 'Hvem får noget at se?', en: 'Who gets to see anything?' },
      paragraphs: [
        {
          da: 'Sundhedsplejen, som dit barn hører til. Andre får kun noget at se, når alle, der skal, har sagt ja, eller når en lov kræver det.',
          en: 'The health visitors that your child belongs to. Others see something only when everybody who has to has said yes, or when a law demands it.',
        },
      ],
    },
    {
      heading: { da: 'Hvor længe gemmer vi det?', en: 'How long do we keep it?' },
      paragraphs: [
        {
          da: 'Journalen skal efter loven gemmes i mindst 10 år. Kvitteringer for samtykker bliver gemt lige så længe.',
          en: 'By law the record is kept for at least 10 years. Receipts for consents are kept as long.',
        },
      ],
    },
    {
      heading: { da: 'Hvad har du ret til?', en: 'What are your rights?' },
      paragraphs: [
        {
          da: 'Du kan bede om at se oplysningerne, få fejl rettet og få at vide, hvem der har set dem. Du kan altid trække et samtykke tilbage.',
          en: 'You can ask to see the information, have mistakes corrected and be told who has looked. You can withdraw a consent at any time.',
        },
        {
          da: 'Er du utilfreds, kan du skrive til kommunens databeskyttelsesrådgiver eller klage til Datatilsynet.',
          en: 'If you are not satisfied, you can write to the municipality’s data protection officer or complain to the Danish Data Protection Agency.',
        },
      ],
    },
  ],
};

const healthVisitors = {
  name: { da: 'Sundhedsplejen', en: 'The health visitors' },
  about: {
    da: 'Dit barns trivsel, besøg, og det, der står i portalen.',
    en: 'How your child is doing, visits, and what is written in the portal.',
  },
  phone: '+45 00 00 00 01',
  hours: { da: 'Mandag til fredag kl. 8-15', en: 'Monday to Friday 8 am to 3 pm' },
};
const protectionOfficer = {
  name: { da: 'Kommunens databeskyttelsesrådgiver', en: 'The municipality’s data protection officer' },
  about: {
    da: 'Hvordan kommunen bruger oplysninger om dig og dit barn.',
    en: 'How the municipality uses information about you and your child.',
  },
  mail: 'dpo@kommune.example',
};

/** What the portal says until a municipality has written its own (PORTAL_TEXTS_FILE). Its data protection officer must confirm it. */
export const standardTexts = PortalTextsSchema.parse({
  support: {
    name: { da: 'Teknisk support', en: 'Technical support' },
    about: {
      da: 'Problemer med at logge ind, og sider, der ikke virker. Supporten kan ikke se noget om dit barn.',
      en: 'Problems with logging in, and pages that do not work. Support cannot see anything about your child.',
    },
    phone: '+45 00 00 00 00',
    hours: { da: 'Alle dage kl. 8-20', en: 'Every day 8 am to 8 pm' },
    mail: 'support@portal.example',
  },
  municipalities: {
    K1: {
      places: {
        'HV-1': { da: 'Sundhedsplejen Nord', en: 'Health visitors North' },
        'HV-2': { da: 'Sundhedsplejen Syd', en: 'Health visitors South' },
        'DC-A': { da: 'Vuggestuen Solsikken', en: 'Solsikken nursery' },
        'DC-B': { da: 'Børnehaven Regnbuen', en: 'Regnbuen kindergarten' },
        'CM-1': { da: 'Dagplejen', en: 'The childminders' },
        'SC-C': { da: 'Skovskolen', en: 'Skovskolen school' },
        'AL-1': { da: 'Område Øst', en: 'Area East' },
        'AL-2': { da: 'Område Vest', en: 'Area West' },
        'AUTH-1': { da: 'Familieafdelingen', en: 'The family department' },
        'PPR-1': { da: 'Pædagogisk psykologisk rådgivning', en: 'Educational and psychological counselling' },
        'OPS-1': { da: 'Teknisk drift', en: 'Technical operations' },
        'ADM-1': { da: 'Kommunens administration', en: 'The municipality’s administration' },
      },
      contacts: [healthVisitors, protectionOfficer],
      processing,
    },
    K2: {
      places: { 'HV-1': { da: 'Sundhedsplejen', en: 'The health visitors' } },
      contacts: [{ ...healthVisitors, phone: '+45 00 00 00 02' }, protectionOfficer],
      processing,
    },
  },
});
