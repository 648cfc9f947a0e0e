import { Get } from '@nestjs/common';
import { z } from 'zod';
import { log } from '#observability/log.js';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { Caller } from '#security/caller.js';
import type { StaffPrincipal } from '#security/principal.js';
import { PathParams, QueryParams } from '#service/inputs.js';
import { LateWorkStore } from '../gaps/late-work.store.js';
import { Frame, type PageFrame } from '../layout/page-frame.js';
import { OperationsPages } from '../pages/operations-pages.js';
import { PageDoor } from '../pages/page-door.js';
import { DeadLetterPage } from './dead-letter.page.js';
import { MessageDesks } from './message-desks.client.js';
import { type ServicePath, ServicePathSchema } from './service-path.js';
import { type StoppedFilter, StoppedFilterSchema } from './stopped-filter.js';
import { StoppedServicePage } from './stopped-service.page.js';
import { StoppedServicesPage } from './stopped-services.page.js';

const A_PAGE = 50;

const LetterPathSchema = ServicePathSchema.extend({ id: z.uuid() });
type LetterPath = z.infer<typeof LetterPathSchema>;

/** What stands still: in all services, in one, and one message. */
@OperationsPages('stopped')
export class StoppedPagesController {
  constructor(
    private readonly desks: MessageDesks,
    private readonly lateWork: LateWorkStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @PageDoor('How much stands still in each service, for the operator’s municipality.')
  async services(@Caller() { municipality }: StaffPrincipal, @Frame() frame: PageFrame) {
    const services = await Promise.all(
      this.desks.known.map(async (service) => ({
        service,
        summary: await this.desks.summary(service, municipality).catch((error: unknown) => {
          log.warn('A service did not say what stands still', { service }, error);
          return null;
        }),
      })),
    );
    const late = await this.unitOfWork.read((tx) => this.lateWork.list(tx, { state: 'open', limit: A_PAGE }));
    return <StoppedServicesPage frame={frame} services={services} late={late} />;
  }

  @Get(':service')
  @PageDoor('Parked children and dead letters of one service.', {
    params: ServicePathSchema,
    query: StoppedFilterSchema,
  })
  async service(
    @PathParams(ServicePathSchema) { service }: ServicePath,
    @QueryParams(StoppedFilterSchema) filter: StoppedFilter,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const { parkedAfter, after, state, ...criteria } = filter;
    const limit = A_PAGE + 1;
    const [parked, letters] = await Promise.all([
      this.desks.parked(service, municipality, { ...criteria, limit, after: parkedAfter }),
      this.desks.deadLetters(service, municipality, { ...criteria, state, limit, after }),
    ]);
    return (
      <StoppedServicePage
        frame={frame}
        service={service}
        filter={{ ...criteria, state }}
        parked={parked.slice(0, A_PAGE)}
        parkedAfter={parked.length > A_PAGE ? parked[A_PAGE - 1]!.key : null}
        letters={letters.slice(0, A_PAGE)}
        lettersAfter={letters.length > A_PAGE ? letters[A_PAGE - 1]!.position : null}
      />
    );
  }

  @Get(':service/dead-letters/:id')
  @PageDoor('One dead letter: where it lay and why it died, never what it held.', { params: LetterPathSchema })
  async letter(
    @PathParams(LetterPathSchema) { service, id }: LetterPath,
    @Caller() { municipality }: StaffPrincipal,
    @Frame() frame: PageFrame,
  ) {
    const letter = await this.desks.deadLetter(service, municipality, id);
    return <DeadLetterPage frame={frame} service={service} letter={letter} />;
  }
}
