import { buildTwoMonthReport } from '#local/two-month-report.js';
import type { Report } from './send-reports.js';

export interface BenchChild {
  readonly child: string;
  readonly mother: string;
}

const marks = { child: '6101260000', mother: '6101900000', report: 'REPORT-MARK' };

/** Full two-month reports, each of its own, for children in turn. Cut from one template, so that making them costs little. */
export class ReportStream {
  private count = 0;
  private readonly template: string;

  constructor(
    private readonly children: readonly BenchChild[],
    private readonly name: string,
    now: Date,
  ) {
    this.template = JSON.stringify(
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
  }

  /** Size of one report in bytes. */
  get bytes(): number {
    return Buffer.byteLength(this.template);
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
      const body = this.template
        .replaceAll(marks.report, reportId)
        .replaceAll(marks.child, family.child)
        .replaceAll(marks.mother, family.mother);
      return { recordId, body };
    };
  }
}
