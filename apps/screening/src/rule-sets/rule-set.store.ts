import { Injectable } from '@nestjs/common';
import type { Tx } from '#persistence/tx.js';
import { isoInstant } from '../record/occasion.js';
import { defaultRules, RuleSetContentSchema, type RuleSet, type RuleSetContent } from './rule-set.js';

interface RuleSetRow {
  municipality: string;
  version: number;
  content: unknown;
  set_at: Date;
  set_by: string | null;
}

/** A version with when and by whom it was set; by null: it came with the hub. */
export interface DatedRuleSet extends RuleSet {
  setAt: string;
  setBy: string | null;
}

const NEWEST = `
  select distinct on (municipality) * from rule_set where municipality = any($1) order by municipality, version desc`;

/** The rules of each municipality, every version kept. */
@Injectable()
export class RuleSetStore {
  /** The rules in force now. A municipality that never set any gets the defaults as its version 1, from now on its own. */
  async inForce(tx: Tx, municipalities: readonly string[], at: string): Promise<Map<string, RuleSet>> {
    const names = [...new Set(municipalities)];
    const found = new Map<string, RuleSet>();
    if (names.length === 0) return found;
    for (const row of await tx.query<RuleSetRow>(NEWEST, [names])) found.set(row.municipality, ruleSetOf(row));
    for (const name of names.filter((each) => !found.has(each)).sort()) {
      await this.insert(tx, name, { version: 1, content: defaultRules, setAt: at, setBy: null });
      found.set(name, { ...defaultRules, name, version: 1 });
    }
    return found;
  }

  /** Every version, newest first. */
  async all(tx: Tx, municipality: string): Promise<DatedRuleSet[]> {
    const rows = await tx.query<RuleSetRow>('select * from rule_set where municipality = $1 order by version desc', [
      municipality,
    ]);
    return rows.map((row) => ({ ...ruleSetOf(row), setAt: isoInstant(row.set_at), setBy: row.set_by }));
  }

  /** Tells whether the version was free. */
  async insert(
    tx: Tx,
    municipality: string,
    next: { version: number; content: RuleSetContent; setAt: string; setBy: string | null },
  ): Promise<boolean> {
    const rows = await tx.query(
      `insert into rule_set (municipality, version, content, set_at, set_by) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning version`,
      [municipality, next.version, JSON.stringify(next.content), next.setAt, next.setBy],
    );
    return rows.length === 1;
  }
}

function ruleSetOf(row: RuleSetRow): RuleSet {
  return { ...RuleSetContentSchema.parse(row.content), name: row.municipality, version: row.version };
}
