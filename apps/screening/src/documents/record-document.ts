import type { Judgement } from '../adbb/adbb.rules.js';
import type { Author } from '../record/author.js';

interface DocumentSharing {
  at: string;
  guardianIds: string[];
  by: Author;
  corrected: boolean;
  judgement: Judgement | null;
}

interface DocumentVersion {
  version: number;
  writtenAt: string;
  author: Author;
  basedOnResultId: string | null;
  sharings: DocumentSharing[];
}

/** A document of the record without its text, which lies in a table of its own. Versions from 1, oldest first. */
export interface RecordDocument {
  documentId: string;
  kind: 'health_visit_summary';
  versions: DocumentVersion[];
  openings: { version: number; guardianId: string; at: string }[];
}
