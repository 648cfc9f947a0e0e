import { Get, Header, Post } from '@nestjs/common';
import { z } from 'zod';
import { RefusalError } from '#contracts/refusal-error.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { FormBody } from '#service/form-body.js';
import { FormDoor } from '../pages/form-door.js';
import { FormFault } from '#service/form-fault.js';
import { fragment } from '../pages/fragment.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { reasonFault } from '../pages/reason.rules.js';
import { seeOther } from '#service/see-other.js';
import { ActDonePage } from './act-done.page.js';
import type { DeskService } from './desk-addresses.js';
import { type ActChoice, ActChoiceSchema, messageActs, plannedAct, type PlannedAct } from './message-act.js';
import { type ActReport, MessageDesks } from './message-desks.client.js';
import { PlanActPage } from './plan-act.page.js';
import { ReplayNow } from './replay-now.view.js';
import { type Replay, replayProgress, ReplaySchema } from './replay-progress.js';
import { ReplayPage } from './replay.page.js';
import { type ServicePath, ServicePathSchema } from './service-path.js';
import { queryOf } from '../pages/query-of.js';

const ActFormSchema = ActChoiceSchema.extend({ diedBefore: z.iso.datetime(), reason: z.string().default('') });
type ActForm = z.infer<typeof ActFormSchema>;
const DoneSchema = z.object({ act: z.enum(messageActs), count: z.coerce.number().int().min(1) });
type Done = z.infer<typeof DoneSchema>;

/** Acts on dead letters: what one would do, doing it, and how far a replay is. */
@OperationsPages('stopped/:service')
export class ActPagesController {
  constructor(private readonly desks: MessageDesks) {}

  @Get('plan')
  @PageDoor('What an act on dead letters would do, before it is done.', {
    params: ServicePathSchema,
    query: ActChoiceSchema,
  })
  async plan(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ActChoiceSchema) choice: ActChoice,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const report = await this.tried(service, operator, demanded(choice));
    return <PlanActPage {...{ frame, service, choice, report }} />;
  }

  @Post('act')
  @FormDoor('Does an act on the dead letters that its plan showed, with a reason.', ActFormSchema, ServicePathSchema)
  async act(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @FormBody(ActFormSchema) { diedBefore, reason, ...choice }: ActForm,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const fault = reasonFault(reason);
    if (fault !== null) {
      const report = await this.tried(service, operator, demanded(choice));
      throw new FormFault(<PlanActPage {...{ frame, service, choice, report, reason, fault }} />);
    }
    const { selected, at } = await this.desks.act(service, operator, demanded(choice, diedBefore), { reason });
    if (selected === 0)
      throw new RefusalError('STATE_CONFLICT', {
        cure: 'None of them stands as the plan showed it, and nothing was changed: somebody has done it already, or it was confirmed twice. Look at the list.',
      });
    const { id, key, type, code } = choice;
    return choice.act === 'replay'
      ? seeOther(`/stopped/${service}/replay?${queryOf({ id, key, type, code, since: at, of: selected })}`)
      : seeOther(`/stopped/${service}/done?${queryOf({ act: choice.act, count: selected })}`);
  }

  @Get('replay')
  @PageDoor('How far a replay has come.', { params: ServicePathSchema, query: ReplaySchema })
  async replay(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ReplaySchema) replay: Replay,
    @Caller() operator: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    return <ReplayPage {...{ frame, service, replay }} progress={await this.progress(service, operator, replay)} />;
  }

  @Get('replay/now')
  @Header('content-type', 'text/html; charset=utf-8')
  @PageDoor('How far a replay has come at this moment, for the page that shows it.', {
    params: ServicePathSchema,
    query: ReplaySchema,
  })
  async now(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(ReplaySchema) replay: Replay,
    @Caller() operator: StaffPrincipal,
  ): Promise<string> {
    return fragment(<ReplayNow progress={await this.progress(service, operator, replay)} />);
  }

  @Get('done')
  @PageDoor('Says that an act was done.', { params: ServicePathSchema, query: DoneSchema })
  done(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(DoneSchema) done: Done,
    @Frame() frame: PageFrame,
  ) {
    return <ActDonePage {...{ frame, service, ...done }} />;
  }

  private tried(service: DeskService, operator: StaffPrincipal, planned: PlannedAct): Promise<ActReport> {
    return this.desks.act(service, operator, planned, { reason: 'dry run', dryRun: true });
  }

  private async progress(service: DeskService, { municipality }: StaffPrincipal, replay: Replay) {
    const { of: _of, ...filter } = replay;
    return replayProgress(replay, await this.desks.summary(service, municipality, filter));
  }
}

function demanded(choice: ActChoice, diedBefore?: string): PlannedAct {
  const planned = plannedAct(choice, diedBefore);
  if (planned === null)
    throw new RefusalError('SHAPE_INVALID', { place: 'query/key', cure: 'Choose by key, type or code.' });
  return planned;
}
