import { Cpr } from '#contracts/cpr.js';
import type { RefusalCode } from '#contracts/refusal-codes.js';
import { RefusalError } from '#contracts/refusal-error.js';
import type { KlIssue } from '../kl/fhir/faults.js';
import type { KlDelivery, KlReport } from '../kl/kl-delivery.js';
import { KlRefusal } from '../kl/kl-refusal.js';
import type { Judgement } from './judge-delivery.js';
import type { Original } from './report-originals.js';

type PlainReport = Omit<KlReport, 'childCpr'> & { readonly childCpr: string | null };

/** A judgement as it passes between threads, which copy plain data and lose classes. It never leaves the process. */
export type JudgementMessage =
  | {
      readonly outcome: 'good';
      readonly delivery: Omit<KlDelivery, 'reports'> & { readonly reports: readonly PlainReport[] };
      readonly originals: readonly Original[];
    }
  | { readonly outcome: 'refused'; readonly bundleId: string | null; readonly issues: readonly KlIssue[] }
  | {
      readonly outcome: 'unreadable';
      readonly bundleId: string | null;
      readonly code: RefusalCode;
      readonly place: string | null;
      readonly detail: string;
      readonly cure: string;
    };

export function messageOf(judgement: Judgement): JudgementMessage {
  if (judgement.outcome === 'good') {
    const { delivery, originals } = judgement;
    const reports = delivery.reports.map((report) => ({ ...report, childCpr: report.childCpr?.reveal() ?? null }));
    return { outcome: 'good', delivery: { ...delivery, reports }, originals };
  }
  const { refusal, bundleId } = judgement;
  if (refusal instanceof KlRefusal) return { outcome: 'refused', bundleId, issues: refusal.issues };
  const { code, place, detail, cure } = refusal;
  return { outcome: 'unreadable', bundleId, code, place, detail, cure };
}

export function judgementOf(message: JudgementMessage): Judgement {
  switch (message.outcome) {
    case 'good': {
      const { delivery, originals } = message;
      const reports = delivery.reports.map((report) => ({
        ...report,
        childCpr: report.childCpr === null ? null : Cpr.parse(report.childCpr),
      }));
      return { outcome: 'good', delivery: { ...delivery, reports }, originals };
    }
    case 'refused': {
      const [first, ...rest] = message.issues;
      if (!first) throw new Error('A refusal names no fault');
      return { outcome: 'refused', bundleId: message.bundleId, refusal: new KlRefusal([first, ...rest]) };
    }
    case 'unreadable': {
      const { bundleId, code, place, detail, cure } = message;
      return {
        outcome: 'refused',
        bundleId,
        refusal: new RefusalError(code, { place: place ?? undefined, detail, cure }),
      };
    }
  }
}
