const DEAD_AFTER_DEATHS = 10;
/** Who has been a member for so long is well: its deaths before do not count any more. One that dies soon after each joining is as good as dead. */
const WELL_AFTER_MS = 60_000;
/** Errors that only say that the broker is away: no reason to take the consumer for dead. */
const BROKER_AWAY = /Connection|NoBroker|BrokerNotFound|RequestTimeout|Coordinator|NumberOfRetriesExceeded|Closed/;

/** What tells a member of a consumer group that lives from one that only says so, over all the clients that it has had. */
export class MemberLife {
  private deaths = 0;
  /** When the client that now is has first joined; null while it has not. */
  private memberSince: number | null = null;
  private lastSign = performance.now();
  private answeredAt = -Infinity;

  /** False for one that has ended again and again and never stayed long. */
  get isAlive(): boolean {
    return this.deaths < DEAD_AFTER_DEATHS || this.isWell;
  }

  /** Milliseconds since the last sign of life. */
  get silentMs(): number {
    return performance.now() - this.lastSign;
  }

  /** Milliseconds since the broker last answered; a life of its own is no answer. */
  get unansweredMs(): number {
    return performance.now() - this.answeredAt;
  }

  begin(): void {
    this.memberSince = null;
  }

  sign(): void {
    this.lastSign = performance.now();
  }

  answered(): void {
    this.lastSign = this.answeredAt = performance.now();
  }

  joined(): void {
    this.answered();
    this.memberSince ??= performance.now();
  }

  /** The client has ended; `isMendable`: for something that a new one is rid of. */
  ended(error: unknown, isMendable: boolean): void {
    if (this.isWell) this.deaths = 0;
    this.memberSince = null;
    // That the broker is away was found out just now: that is a sign of life, however long it stays away.
    if (isAway(error)) this.sign();
    else if (!isMendable) this.deaths += 1;
  }

  private get isWell(): boolean {
    return this.memberSince !== null && performance.now() - this.memberSince > WELL_AFTER_MS;
  }
}

function isAway(error: unknown): boolean {
  return error instanceof Error && (BROKER_AWAY.test(error.name) || isAway(error.cause));
}
