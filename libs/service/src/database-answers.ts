import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseAnswer } from './database-answer.js';

/** Whether the databases that a service cannot do without answer: its own, and those that it adds. */
@Injectable()
export class DatabaseAnswers implements OnApplicationShutdown {
  private readonly databases: { readonly name: string; readonly answer: DatabaseAnswer }[] = [];

  constructor(dataSource: DataSource) {
    this.add(dataSource);
  }

  /** One more without which the service can do nothing, as the one of the keys. */
  add(dataSource: DataSource): void {
    this.databases.push({ name: nameOf(dataSource), answer: new DatabaseAnswer(dataSource) });
  }

  /** The names of those that do not answer within a second; all are asked at the same time. */
  async silent(): Promise<string[]> {
    const asked = this.databases.map(async ({ name, answer }) => ((await answer.now()) ? [] : [name]));
    return (await Promise.all(asked)).flat();
  }

  onApplicationShutdown(): void {
    for (const { answer } of this.databases) answer.end();
  }
}

/** As PostgreSQL calls it, such as `novax_adapter_keys`. */
function nameOf({ options }: DataSource): string {
  if (options.type !== 'postgres' || !options.url) throw new Error('A database is known by its PostgreSQL address');
  return decodeURIComponent(new URL(options.url).pathname.slice(1));
}
