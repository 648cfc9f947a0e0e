/** What a refusal or warning code means to a person, and how to mend it. `status` is the HTTP status of its answer. */
interface RefusalMeaning {
  readonly status: number;
  readonly title: string;
  readonly titleDa: string;
  readonly cure: string;
}

const meaning = (status: number, title: string, titleDa: string, cure: string): RefusalMeaning => ({
  status,
  title,
  titleDa,
  cure,
});

/** The closed list of codes that any door of the hub answers. Stable: a code is never given another meaning. */
export const refusalCodes = {
  CPR_INVALID: meaning(
    422,
    'Not a civil registration number',
    'Ikke et personnummer',
    'Send ten digits whose date exists.',
  ),
  ITEM_MISSING: meaning(
    422,
    'An item is missing',
    'Et punkt mangler',
    'Send all eight items and try again with the same version.',
  ),
  ITEM_OUT_OF_RANGE: meaning(
    422,
    'An item is out of range',
    'Et punkt er uden for skalaen',
    'Send a whole number within the range of the item.',
  ),
  ITEM_UNKNOWN: meaning(
    422,
    'An item is not known',
    'Et punkt er ukendt',
    'Use the linkIds of the national questionnaire.',
  ),
  SCORE_MISMATCH: meaning(
    422,
    'The total is not the sum of the items',
    'Summen stemmer ikke',
    'Correct the total or the items, or leave the total out.',
  ),
  AGE_OUT_OF_RANGE: meaning(
    422,
    "The child's age is out of range",
    'Barnets alder er uden for intervallet',
    'ADBB is used from 56 days to 24 completed months; check date and child.',
  ),
  OBSERVER_NOT_CERTIFIED: meaning(
    422,
    'The observer is not certified',
    'Observatøren er ikke certificeret',
    'Only trained observers may use ADBB.',
  ),
  UNKNOWN_CHILD: meaning(
    422,
    'The child is not registered',
    'Barnet er ikke registreret',
    'Let the health-visiting unit register the child, then send again.',
  ),
  TIME_IN_FUTURE: meaning(
    422,
    'The time lies in the future',
    'Tidspunktet ligger i fremtiden',
    "Check the sender's clock and the time of the entry.",
  ),
  RECORD_ID_INVALID: meaning(
    422,
    'The record id cannot be used',
    'Record-id kan ikke bruges',
    'Use up to 64 letters, digits and . _ : - that hold no civil registration number.',
  ),
  ENTRY_CONFLICT: meaning(
    409,
    'The same id was sent with another content',
    'Samme id er sendt med andet indhold',
    'Send a correction as a higher version or a later report.',
  ),
  IDEMPOTENCY_KEY_MISSING: meaning(
    400,
    'The write carries no key',
    'Forespørgslen har ingen nøgle',
    'Send the header Idempotency-Key with a new UUID for each write, and the same one when you send it again.',
  ),
  IDEMPOTENCY_KEY_REUSED: meaning(
    409,
    'The same key was sent with another write',
    'Samme nøgle er sendt med en anden forespørgsel',
    'Make a new UUID for each write; send the same one only with the same door and body.',
  ),
  SHAPE_INVALID: meaning(
    422,
    'The message does not have the agreed shape',
    'Beskeden har ikke den aftalte form',
    'Compare the place named with the published profile or schema.',
  ),
  CODE_INVALID: meaning(
    422,
    'A code is not in the agreed list',
    'En kode er ikke i den aftalte liste',
    'Use a code of the value set that the profile requires.',
  ),
  ELEMENT_FORBIDDEN: meaning(
    422,
    'An element may not be sent',
    'Et element må ikke sendes',
    'Leave the element out: the guide forbids it.',
  ),
  REFERENCE_UNRESOLVED: meaning(
    422,
    'A reference points at nothing',
    'En reference peger på ingenting',
    'Send the resource that is referred to in the same report.',
  ),
  VISIT_CONTENT_MISSING: meaning(
    422,
    'The visit lacks a required observation',
    'Besøget mangler en krævet observation',
    'Add the observation, or give the reason why its value is absent.',
  ),
  INVARIANT_BROKEN: meaning(
    422,
    'A rule of the guide is broken',
    'En regel i guiden er brudt',
    'Compare with the rule named at the place.',
  ),
  CHILD_UNCLEAR: meaning(
    422,
    'It is not clear who the child is',
    'Det er ikke klart, hvem barnet er',
    'Let RelatedPerson.patient point at the one child of the report.',
  ),
  SUBJECT_WRONG: meaning(
    422,
    'The content belongs to another person',
    'Indholdet hører til en anden person',
    "Let the child's content have the child as subject, and a parent's the parent.",
  ),
  STATUS_NOT_FINAL: meaning(
    422,
    'The result is not final',
    'Resultatet er ikke endeligt',
    'Send it when its status is completed, amended or entered-in-error.',
  ),
  NOT_SHOWN: meaning(
    422,
    'A part is kept sealed but not shown',
    'En del gemmes forseglet, men vises ikke',
    'Send it again when it is final and stated exactly, if it should stand in the record.',
  ),
  GUIDE_VERSION_UNSUPPORTED: meaning(
    422,
    'The guide version is not supported',
    'Guidens version understøttes ikke',
    'Send reports of KLChildren 2.1.0.',
  ),
  MALFORMED: meaning(
    400,
    'The message cannot be read',
    'Beskeden kan ikke læses',
    'Send well-formed JSON or XML in UTF-8.',
  ),
  DUPLICATE_KEY: meaning(400, 'A key stands twice', 'En nøgle står to gange', 'Send each key once.'),
  DOCTYPE_FORBIDDEN: meaning(
    400,
    'DOCTYPE is not allowed',
    'DOCTYPE er ikke tilladt',
    'Leave DOCTYPE and entity declarations out.',
  ),
  TOO_DEEP: meaning(
    400,
    'The message is nested too deeply',
    'Beskeden er for dybt indlejret',
    'Send the shape of the guide.',
  ),
  TOO_LARGE: meaning(
    413,
    'The message is too large',
    'Beskeden er for stor',
    'Send at most 1 MB for one result and 10 MB for a delivery.',
  ),
  TOO_SLOW: meaning(408, 'The message came too slowly', 'Beskeden kom for langsomt', 'Send again on a better line.'),
  MEDIA_TYPE_UNSUPPORTED: meaning(
    415,
    'The media type is not supported',
    'Medietypen understøttes ikke',
    'See the list of supported media types in the answer.',
  ),
  NOT_ACCEPTABLE: meaning(
    406,
    'None of the accepted media types can be given',
    'Ingen af de ønskede medietyper kan gives',
    'Accept JSON.',
  ),
  TOKEN_MISSING: meaning(
    401,
    'No access token was sent',
    'Der mangler et adgangstoken',
    'Send Authorization: Bearer with a token of the hub.',
  ),
  TOKEN_INVALID: meaning(
    401,
    'The access token is not valid',
    'Adgangstokenet er ikke gyldigt',
    'Fetch a new token from the right issuer for this hub.',
  ),
  TOKEN_EXPIRED: meaning(401, 'The access token has expired', 'Adgangstokenet er udløbet', 'Fetch a new token.'),
  LOGIN_TOO_WEAK: meaning(
    403,
    'The login is not strong enough',
    'Du er ikke logget sikkert nok ind',
    'Log in with MitID at level substantial or high.',
  ),
  LOGIN_PROFESSIONAL: meaning(
    403,
    'The login is on behalf of an employer',
    'Du er logget ind på vegne af en arbejdsgiver',
    'Log in with your private MitID.',
  ),
  LOGIN_WITHOUT_CPR: meaning(
    403,
    'The login carries no civil registration number',
    'Dit login er ikke knyttet til et personnummer',
    'Log in with a MitID that is tied to one.',
  ),
  WRONG_TENANT: meaning(
    403,
    'The municipality is not yours',
    'Kommunen er ikke din',
    'Send only for the municipality of your registration.',
  ),
  SENDER_UNKNOWN: meaning(
    403,
    'The sender is not registered',
    'Afsenderen er ikke registreret',
    'Let the municipality register the journal system.',
  ),
  ROLE_NOT_ALLOWED: meaning(
    403,
    'Your role may not do this',
    'Din rolle må ikke dette',
    'Ask a colleague with the right role.',
  ),
  NOT_SAME_INSTITUTION: meaning(
    403,
    'Not your institution',
    'Ikke din institution',
    "Only staff of the child's institution may see this.",
  ),
  PLACES_UNCHECKED: meaning(
    409,
    'The family has name and address protection, and the text was not checked for places',
    'Familien har navne- og adressebeskyttelse, og teksten er ikke tjekket for steder',
    'Read the text: it may name no address, institution, unit or telephone number. Then share it with "placesChecked": true.',
  ),
  NOT_GUARDIAN: meaning(
    403,
    'You do not hold custody',
    'Du har ikke forældremyndighed',
    'A parent without custody may send an information request.',
  ),
  CONSENT_MISSING: meaning(
    403,
    'No consent has been asked for',
    'Der er ikke spurgt om samtykke',
    "Ask the child's guardians for consent.",
  ),
  CONSENT_INCOMPLETE: meaning(
    403,
    'Not every guardian has consented',
    'Ikke alle forældremyndighedshavere har givet samtykke',
    'Wait for the remaining answer.',
  ),
  CONSENT_EXPIRED: meaning(
    403,
    'The consent has expired',
    'Samtykket er udløbet',
    'Ask the guardians for a new consent.',
  ),
  STEP_UP_REQUIRED: meaning(
    403,
    'The login is too old for this',
    'Dit login er for gammelt til dette',
    'Log in again and repeat.',
  ),
  CONSENT_WITHDRAWN: meaning(
    403,
    'The consent was withdrawn',
    'Samtykket er trukket tilbage',
    'Ask for a new consent.',
  ),
  CONSENT_WRONG_TRANSITION: meaning(
    403,
    'The consent is for another transition',
    'Samtykket gælder en anden overgang',
    'Ask for a consent for this transition.',
  ),
  FORM_OUTDATED: meaning(
    403,
    'The form is not from this session',
    'Formularen er ikke fra dette login',
    'Load the page again and send its form.',
  ),
  CONTENT_NOT_FOR_OPS: meaning(
    403,
    'Content is not for operations',
    'Indhold er ikke for driften',
    'Use the chain, which shows steps and times.',
  ),
  NOT_FOUND: meaning(404, 'Not found', 'Ikke fundet', 'Check the address.'),
  STATE_CONFLICT: meaning(
    409,
    'This cannot be done in the present state',
    'Det kan ikke gøres i den nuværende tilstand',
    'Read the present state and decide again.',
  ),
  RECIPIENT_UNKNOWN: meaning(
    422,
    'The channel does not know the recipient',
    'Kanalen kender ikke modtageren',
    'Reach the parent in another way.',
  ),
  LETTER_NOT_NEUTRAL: meaning(
    422,
    'The text of the letter is not neutral',
    'Brevets tekst er ikke neutral',
    'Take names, numbers and health words out of the text.',
  ),
  MEMO_INVALID: meaning(
    422,
    'The Digital Post message breaks a rule',
    'Digital Post-beskeden bryder en regel',
    'Compare the place named with the MeMo rules.',
  ),
  TOO_MANY_REQUESTS: meaning(
    429,
    'Too many requests',
    'For mange forespørgsler',
    'Wait for the time named in Retry-After.',
  ),
  DEPENDENCY_UNAVAILABLE: meaning(
    503,
    'A part of the hub does not answer',
    'En del af hubben svarer ikke',
    'Send the same again after the time named in Retry-After; nothing was stored.',
  ),
  INTERNAL: meaning(500, 'The hub made a mistake', 'Hubben begik en fejl', 'Report the trace id to operations.'),
} as const satisfies Record<string, RefusalMeaning>;

export type RefusalCode = keyof typeof refusalCodes;
