import { Injectable } from '@nestjs/common';
import type { ScreeningRulesSetV1 } from '#contracts/events/screening-rules-set.js';
import type { Tx } from '#persistence/tx.js';
import { DataSource } from 'typeorm';
import type { AgeLimits } from '../kl/rules/adbb-rules.js';

/** The ages that municipalities have set, as screening told of them. */
@Injectable()
export class AdbbAgesStore {
  constructor(private readonly dataSource: DataSource) {}

  /** By municipality. */
  async all(): Promise<Map<string, AgeLimits>> {
    const rows = await this.dataSource.query<{ municipality: string; min_days: number; max_months: number }[]>(
      'select municipality, min_days, max_months from adbb_ages',
    );
    return new Map(
      rows.map((row) => [row.municipality, { minDays: row.min_days, maxCompletedMonths: row.max_months }]),
    );
  }

  /** Of two versions the higher one counts, whichever came last. */
  async keep(tx: Tx, { municipality, version, minAgeDays, maxAgeMonths }: ScreeningRulesSetV1): Promise<void> {
    await tx.query(
      `insert into adbb_ages (municipality, rule_version, min_days, max_months) values ($1, $2, $3, $4)
       on conflict (municipality) do update
         set rule_version = excluded.rule_version, min_days = excluded.min_days, max_months = excluded.max_months
         where adbb_ages.rule_version < excluded.rule_version`,
      [municipality, version, minAgeDays, maxAgeMonths],
    );
  }
}
