import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { log } from '#observability/log.js';
import { openDatabaseSession } from '#persistence/database-session.js';

/** Advisory locks of letters stand apart from those of other jobs in the same database. */
const LETTER_LOCKS = 7_105;

/**
 * Which letters this instance is working on, held as advisory locks of one database session. When the process dies, the database frees them at
 * once: a letter under way that can be claimed has lost its sender. A lock only saves work; what keeps a letter from going out twice is the
 * version that every change compares.
 */
@Injectable()
export class LetterClaims implements OnModuleDestroy {
  private session: Promise<pg.Client> | null = null;
  private readonly held = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly dataSource: DataSource) {}

  /** True when nobody else, here or in another instance, works on the letter. */
  async claim(letterId: string): Promise<boolean> {
    if (this.held.has(letterId)) return false;
    this.held.add(letterId);
    try {
      const claimed = await this.ask(`select pg_try_advisory_lock($1, hashtext($2)) as answer`, letterId);
      if (!claimed) this.held.delete(letterId);
      return claimed;
    } catch (error) {
      this.held.delete(letterId);
      throw error;
    }
  }

  async release(letterId: string): Promise<void> {
    try {
      if (this.session) await this.ask(`select pg_advisory_unlock($1, hashtext($2)) as answer`, letterId);
    } finally {
      this.held.delete(letterId);
    }
  }

  /** One question at a time: the session is a single connection. */
  private ask(sql: string, letterId: string): Promise<boolean> {
    const answer = this.last.then(async () => {
      const session = await this.open();
      const { rows } = await session.query<{ answer: boolean }>(sql, [LETTER_LOCKS, letterId]);
      return rows[0]?.answer ?? false;
    });
    this.last = answer.catch(() => false);
    return answer;
  }

  async onModuleDestroy(): Promise<void> {
    const session = this.session;
    this.session = null;
    await (await session)?.end();
  }

  private open(): Promise<pg.Client> {
    this.session ??= this.connect();
    return this.session;
  }

  private connect(): Promise<pg.Client> {
    const connecting: Promise<pg.Client> = openDatabaseSession(this.dataSource, 'notifications letter claims').then(
      (session) => {
        session.on('error', (error) => {
          log.warn('The session that holds the letter claims was lost', {}, error);
          this.lost(connecting);
        });
        return session;
      },
      (error: unknown) => {
        this.lost(connecting);
        throw error;
      },
    );
    return connecting;
  }

  /** The client tells one loss twice: the second time another session may stand here already. */
  private lost(session: Promise<pg.Client>): void {
    if (this.session === session) this.session = null;
  }
}
