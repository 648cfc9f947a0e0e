import { CommandError } from '../command-error.js';

/** PostgreSQL or Kafka cannot be had; the message names what is missing and the three cures. */
export class MissingServersError extends CommandError {
  constructor(missing: string[]) {
    super(
      [
        'Trivselshub needs a real PostgreSQL and a real Apache Kafka, and could not get them:',
        ...missing.map((line) => `  - ${line}`),
        'Any one of these helps:',
        '  1. Give running servers: set DATABASE_URL (a superuser of PostgreSQL 16 or later) and KAFKA_BROKERS (host:port, comma-separated).',
        '  2. Use containers: start Docker and set HUB_SERVERS=containers.',
        '  3. Let the hub fetch and run them itself: install Java 17 or later and Maven (Debian: apt-get install openjdk-17-jre-headless maven).',
      ].join('\n'),
      1,
    );
    this.name = 'MissingServersError';
  }
}
