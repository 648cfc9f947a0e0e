import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import {
  ActReportSchema,
  ActsSchema,
  DeadLetterSchema,
  DeadLettersSchema,
  ParkedSchema,
  ReleasedSchema,
  SetAsideReportSchema,
  StoppedEventsSchema,
  StoppedSummarySchema,
  type ActDone,
  type DeadLetter,
  type ParkedChild,
  type SetAsideReport,
  type StoppedEvent,
} from '#messaging/stopped/messages.view.js';
import { CONFIG } from '#service/config-token.js';
import { ServiceClient } from '#service/service-client.js';
import type { OperationsConfig } from '../operations.config.js';
import { type DeskService, deskAddresses, deskServices } from './desk-addresses.js';
import type { Criteria, PlannedAct } from './message-act.js';
import type { Operator } from './operator.js';

type Query = Readonly<Record<string, string | number | undefined>>;
export type Summary = z.infer<typeof StoppedSummarySchema>;
export type ActReport = z.infer<typeof ActReportSchema>;

/**
 * The doors for stopped messages of every service, asked on an operator's behalf: only what is of the operator's municipality comes back, and
 * every act names the operator. Throws what `ServiceClient` throws, and NOT_FOUND for a service that this one was not told of.
 */
@Injectable()
export class MessageDesks {
  private readonly addresses: ReadonlyMap<DeskService, string>;

  constructor(
    @Inject(CONFIG) config: OperationsConfig,
    private readonly services: ServiceClient,
  ) {
    this.addresses = deskAddresses(config);
  }

  /** Those that can be asked. */
  get known(): readonly DeskService[] {
    return deskServices.filter((service) => this.addresses.has(service));
  }

  summary(
    service: DeskService,
    municipality: string,
    filter: Criteria & { id?: string | undefined; since?: string } = {},
  ): Promise<Summary> {
    return this.get(service, 'summary', { municipality, ...filter }, StoppedSummarySchema);
  }

  async parked(service: DeskService, municipality: string, query: Query): Promise<readonly ParkedChild[]> {
    return (await this.get(service, 'parked', { municipality, ...query }, ParkedSchema)).parked;
  }

  async deadLetters(service: DeskService, municipality: string, query: Query): Promise<readonly DeadLetter[]> {
    return (await this.get(service, 'dead-letters', { municipality, ...query }, DeadLettersSchema)).deadLetters;
  }

  deadLetter(service: DeskService, municipality: string, id: string): Promise<DeadLetter> {
    return this.get(service, `dead-letters/${id}`, { municipality }, DeadLetterSchema);
  }

  async stopped(service: DeskService, municipality: string, traceIds: readonly string[]): Promise<StoppedEvent[]> {
    const query = { municipality, traceIds: traceIds.join(',') };
    return (await this.get(service, 'stopped', query, StoppedEventsSchema)).stopped;
  }

  async acts(service: DeskService, municipality: string, query: Query): Promise<readonly ActDone[]> {
    return (await this.get(service, 'acts', { municipality, ...query }, ActsSchema)).acts;
  }

  async release(service: DeskService, operator: Operator, key: string, reason: string): Promise<void> {
    await this.post(service, 'parked/release', operator, { key, reason }, ReleasedSchema);
  }

  /** Does it; with `dryRun` it says what it would do. */
  setAside(
    service: DeskService,
    operator: Operator,
    plan: { key: string; eventId?: string; reason: string; dryRun: boolean },
  ): Promise<SetAsideReport> {
    return this.post(service, 'parked/set-aside', operator, plan, SetAsideReportSchema);
  }

  /** Does it; with `dryRun` it says what it would do. */
  act(
    service: DeskService,
    operator: Operator,
    { act, selection }: PlannedAct,
    { reason, dryRun = false }: { reason: string; dryRun?: boolean },
  ): Promise<ActReport> {
    return this.post(service, `dead-letters/${act}`, operator, { selection, reason, dryRun }, ActReportSchema);
  }

  private get<T>(service: DeskService, door: string, query: Query, schema: z.ZodType<T>): Promise<T> {
    const given = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const address = `${this.address(service)}/messages/${door}?${new URLSearchParams(given)}`;
    return this.services.call(address, { method: 'GET', schema });
  }

  private post<T>(
    service: DeskService,
    door: string,
    { subject, role, municipality }: Operator,
    body: object,
    schema: z.ZodType<T>,
  ): Promise<T> {
    return this.services.call(`${this.address(service)}/messages/${door}`, {
      method: 'POST',
      body: { ...body, municipality, actor: `${subject} as ${role}` },
      schema,
    });
  }

  private address(service: DeskService): string {
    const address = this.addresses.get(service);
    if (address === undefined) throw new RefusalError('NOT_FOUND');
    return address;
  }
}
