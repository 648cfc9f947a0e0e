import { buildTwoMonthReport } from '#local/two-month-report.js';
import type { Report } from './send-reports.js';

export interface BenchChild {
  readonly child: string;
  readonly mother: string;
}

const marks = { child: '6101260000', mother: '6101900000', report: 'REPORT-MARK' };

/** Full two-month reports, each of its own, for children in turn. Cut from one template, so that making them costs little. */
export class ReportStream {
  /** Size of one report in bytes. */
  readonly bytes: number;
  private count = 0;
  /** The template cut at every mark, with the name of the mark behind each piece. */
  private readonly pieces: readonly { readonly text: string; readonly mark: keyof typeof marks | null }[];

  constructor(
    private readonly children: readonly BenchChild[],
    private readonly name: string,
    now: Date,
  ) {
    const template = JSON.stringify(
      buildTwoMonthReport({
        childCpr: marks.child,
        motherCpr: marks.mother,
        items: [1, 0, 0, 0, 1, 0, 0, 0],
        total: 2,
        observedOn: new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10),
        reportId: marks.report,
        timestamp: new Date(now.getTime() - 3_600_000).toISOString(),
      }),
    );
    this.bytes = Buffer.byteLength(template);
    this.pieces = cutAtMarks(template);
  }

  /** The next so many reports. */
  take(count: number): () => Report | null {
    let left = count;
    return () => {
      if (left === 0) return null;
      left -= 1;
      this.count += 1;
      const family = this.children[this.count % this.children.length];
      if (!family) return null;
      const reportId = `${this.name}-${this.count}`;
      // The record knows a result of the national report by the id of its ADBB resource.
      const recordId = `${reportId}-adbb`;
      const values = { report: reportId, child: family.child, mother: family.mother };
      const body = this.pieces.map(({ text, mark }) => (mark === null ? text : text + values[mark])).join('');
      return { recordId, body };
    };
  }
}

function cutAtMarks(template: string): { text: string; mark: keyof typeof marks | null }[] {
  const names = Object.keys(marks) as (keyof typeof marks)[];
  const pieces = template.split(new RegExp(`(${Object.values(marks).join('|')})`));
  return pieces.flatMap((text, at) => {
    if (at % 2 === 1) return [];
    return [{ text, mark: names.find((name) => marks[name] === pieces[at + 1]) ?? null }];
  });
}
