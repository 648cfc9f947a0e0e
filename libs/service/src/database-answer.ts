import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabaseSession } from '#persistence/database-session.js';

const WITHIN_MS = 1000;

/**
 * Whether one database answers within a second. It is asked over a session of its own: a pool that is full looks like a dead database, and
 * would make every instance unready at once while the doors that have their session still answer.
 */
export class DatabaseAnswer {
  private session: Promise<pg.Client> | null = null;
  private asked: Promise<boolean> | null = null;
  private ended = false;

  constructor(private readonly dataSource: DataSource) {}

  /** Who asks while a question is under way shares its answer. */
  now(): Promise<boolean> {
    return (this.asked ??= this.ask().finally(() => (this.asked = null)));
  }

  /** Not waited for: a database that hangs must not keep the process. */
  end(): void {
    this.ended = true;
    void this.letGo(this.session);
  }

  private async ask(): Promise<boolean> {
    if (this.ended) return false;
    const session = (this.session ??= this.open());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), WITHIN_MS)));
    const answer = session
      .then((client) => client.query('select 1'))
      .then(
        () => true,
        () => false,
      );
    const answers = await Promise.race([answer, late]);
    clearTimeout(timer);
    // One that was silent for so long, or has failed, is not waited for: the next question opens another.
    if (!answers) void this.letGo(session);
    return answers;
  }

  private open(): Promise<pg.Client> {
    const opening = openDatabaseSession(this.dataSource, 'readiness');
    opening.then(
      (client) => client.once('end', () => this.forget(opening)),
      () => this.forget(opening),
    );
    return opening;
  }

  private async letGo(session: Promise<pg.Client> | null): Promise<void> {
    if (session === null) return;
    this.forget(session);
    await session.then((client) => client.end()).catch(() => undefined);
  }

  private forget(session: Promise<pg.Client>): void {
    if (this.session === session) this.session = null;
  }
}
