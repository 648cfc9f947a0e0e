import { FirstAnswers1795400000003 } from '#service/database/first-answers.migration.js';
import { ChildRecord1795400000101 } from './child-record.migration.js';
import { DocumentsAndRules1795400000102 } from './documents-and-rules.migration.js';
import { GuardianMessages1795400000104 } from './guardian-messages.migration.js';
import { RebuildsOfMunicipality1795400000103 } from './rebuilds-of-municipality.migration.js';
import { TextsOfChild1797000200000 } from './texts-of-child.migration.js';

/** The tables of the screening service, in order. */
export const screeningMigrations = [
  ChildRecord1795400000101,
  DocumentsAndRules1795400000102,
  RebuildsOfMunicipality1795400000103,
  GuardianMessages1795400000104,
  FirstAnswers1795400000003,
  TextsOfChild1797000200000,
] as const;
