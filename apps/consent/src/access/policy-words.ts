/** Each line of the policy in words, for whoever asks why: "why may she see this?", "why was I refused?" */
export const policyWords = {
  operations_follow_chains: {
    en: 'Operations follow the steps of a message and never see what it says.',
    da: 'Driften følger en beskeds trin og ser aldrig, hvad der står i den.',
  },
  operations_follow_letters: {
    en: 'Operations follow whether a letter was delivered and never see what it says.',
    da: 'Driften følger, om et brev er leveret, og ser aldrig, hvad der står i det.',
  },
  other_municipality: {
    en: 'The child belongs to another municipality.',
    da: 'Barnet hører til en anden kommune.',
  },
  child_unknown: { en: 'No such child is registered.', da: 'Der er ikke registreret et sådant barn.' },
  leader_reads_log: {
    en: "The leader of the child's unit sees who has looked.",
    da: 'Lederen af barnets enhed ser, hvem der har kigget.',
  },
  log_is_for_leaders: {
    en: 'In the unit only the leader sees who has looked.',
    da: 'I enheden er det kun lederen, der ser, hvem der har kigget.',
  },
  leader_answers_information: {
    en: "The leader of the child's unit answers a parent without custody.",
    da: 'Lederen af barnets enhed svarer en forælder uden forældremyndighed.',
  },
  information_is_for_leaders: {
    en: 'In the unit only the leader handles requests from a parent without custody.',
    da: 'I enheden er det kun lederen, der behandler anmodninger fra en forælder uden forældremyndighed.',
  },
  unit_reads_guardians_words: {
    en: "Health visitors and the leader of the child's unit read what a guardian wrote to them.",
    da: 'Sundhedsplejersker og lederen af barnets enhed læser, hvad en forælder har skrevet til dem.',
  },
  guardians_words_stay: {
    en: "What a guardian wrote is the guardian's own and is changed by nobody.",
    da: 'Det, en forælder har skrevet, er forælderens eget og ændres af ingen.',
  },
  unit_works_with_record: {
    en: "Health visitors and the leader of the child's own unit work with its journal.",
    da: 'Sundhedsplejersker og lederen af barnets egen enhed arbejder med barnets journal.',
  },
  unit_other_roles: {
    en: 'In the unit only health visitors and the leader work with the journal.',
    da: 'I enheden er det kun sundhedsplejersker og lederen, der arbejder med journalen.',
  },
  administration_sees_no_content: {
    en: 'Administrators keep the registers in order and see no content.',
    da: 'Administratorer passer registrene og ser intet indhold.',
  },
  unit_alone: {
    en: "This is for the child's own unit alone.",
    da: 'Dette er kun for barnets egen enhed.',
  },
  unit_alone_writes: {
    en: "Only the child's own unit writes in its journal.",
    da: 'Kun barnets egen enhed skriver i journalen.',
  },
  never_asked: {
    en: 'Another institution needs a consent that names it and this kind of document. None has been asked for.',
    da: 'Et andet sted skal have et samtykke, der nævner stedet og denne slags dokument. Der er ikke bedt om et.',
  },
  consent_active: {
    en: 'Everybody who must has said yes to this institution seeing this kind of document.',
    da: 'Alle, der skal, har sagt ja til, at stedet ser denne slags dokument.',
  },
  consent_withdrawn: {
    en: 'The consent was withdrawn.',
    da: 'Samtykket er trukket tilbage.',
  },
  consent_expired: { en: 'The last day of the consent is over.', da: 'Samtykkets sidste dag er gået.' },
  consent_other_transition: {
    en: 'The consent was given for another transition.',
    da: 'Samtykket er givet til et andet skift.',
  },
  consent_custody_unknown: {
    en: 'The register did not say who holds custody, so the consent could not be relied on.',
    da: 'Registret sagde ikke, hvem der har forældremyndighed, så samtykket kunne ikke bruges.',
  },
  consent_incomplete: {
    en: 'Not everybody who must has said yes.',
    da: 'Ikke alle, der skal, har sagt ja.',
  },
  consent_other_roles: {
    en: 'A consent opens documents to those who work with the child, not to this role.',
    da: 'Et samtykke åbner dokumenter for dem, der arbejder med barnet, ikke for denne rolle.',
  },
  anybody_asks_for_information: {
    en: "Whoever is logged in may ask the leader of the child's unit. The answer is given outside the portal.",
    da: 'Den, der er logget ind, må spørge lederen af barnets enhed. Svaret gives uden for portalen.',
  },
  custody_unknown: {
    en: 'The register did not say who holds custody.',
    da: 'Registret sagde ikke, hvem der har forældremyndighed.',
  },
  no_custody: {
    en: 'Only those who hold custody see what concerns the child.',
    da: 'Kun den, der har forældremyndighed, ser det, der vedrører barnet.',
  },
  guardians_write: {
    en: 'Those who have a say for the child may write to its unit.',
    da: 'De, der bestemmer for barnet, må skrive til enheden.',
  },
  guardians_see_consents: {
    en: 'Those who have a say for the child see its consents.',
    da: 'De, der bestemmer for barnet, ser barnets samtykker.',
  },
  guardians_answer_consents: {
    en: 'Those who have a say for the child answer its consents.',
    da: 'De, der bestemmer for barnet, svarer på barnets samtykker.',
  },
  young_person_answers_alone: {
    en: 'From the 15th birthday the young person answers alone.',
    da: 'Fra 15-års-fødselsdagen svarer den unge alene.',
  },
  readers_only: {
    en: 'The portal is for reading: the journal is written by the unit.',
    da: 'Portalen er til at læse i: journalen skrives af enheden.',
  },
  addressed_to_the_reader: {
    en: 'It was sent to, or by, the one who reads it.',
    da: 'Det er sendt til, eller af, den, der læser det.',
  },
  young_persons_own: {
    en: "From the 15th birthday the journal is the young person's own.",
    da: 'Fra 15-års-fødselsdagen er journalen den unges egen.',
  },
  own_log: {
    en: 'Those who have a say for the child see who has looked.',
    da: 'De, der bestemmer for barnet, ser, hvem der har kigget.',
  },
  shared_with_the_reader: {
    en: 'It was shared with the one who reads it.',
    da: 'Det er delt med den, der læser det.',
  },
  not_shared: { en: 'It has not been shared.', da: 'Det er ikke delt.' },
  no_line: { en: 'Nothing allows it.', da: 'Intet tillader det.' },
} satisfies Record<string, { en: string; da: string }>;

export type PolicyLineName = keyof typeof policyWords;
