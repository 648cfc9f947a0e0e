import { Injectable } from '@nestjs/common';
import {
  GuardianIdSchema,
  MunicipalitySchema,
  type ChildId,
  type GuardianId,
  type Municipality,
} from '#contracts/ids.js';
import type { AccessQuestion } from '#contracts/questions/access.js';
import type { GuardianChild, IdentifiedGuardian } from '#contracts/questions/guardians.js';
import { RefusalError } from '#contracts/refusal-error.js';
import { AccessQuestions } from '#security/access-questions.client.js';
import type { GuardianPrincipal } from '#security/principal.js';
import { ConsentClient } from '../children/consent.client.js';
import type { PortalUser } from '../session/portal-user.js';
import { LoginBroker, type MitidLogin } from './login-broker.js';

/** Somebody who logged in and holds custody of at least one child now. */
export interface Guardian {
  guardianId: GuardianId;
  municipality: Municipality;
  /** Those whose custody is held now, or the young person; eldest first. */
  children: GuardianChild[];
  /** In which letters are written to the guardian. */
  language: 'da' | 'en';
  /** How the person had logged in, for answers that bind. */
  evidence: MitidLogin['evidence'];
}

/** Stands in the access log for a person who logged in and is no guardian: there is no id for such a person. */
const NOBODY = GuardianIdSchema.parse('00000000-0000-0000-0000-000000000000');

type AboutDocument = Pick<AccessQuestion, 'documentKind' | 'documentId' | 'sharedWith'> &
  Partial<Pick<AccessQuestion, 'action'>>;

/** Who is at the door, and what that person may see: asked anew at every request. */
@Injectable()
export class CurrentGuardian {
  private readonly askedAbout = new WeakMap<PortalUser, Promise<IdentifiedGuardian>>();

  constructor(
    private readonly broker: LoginBroker,
    private readonly consent: ConsentClient,
    private readonly access: AccessQuestions,
  ) {}

  /**
   * NOT_GUARDIAN for a person without custody. `about` names the child of the request, `wanted` what was wanted of it: the refused try
   * is logged with both.
   */
  async of(
    principal: GuardianPrincipal | PortalUser,
    about?: () => Promise<ChildId | null>,
    wanted: AboutDocument = { documentKind: 'health_visit_summary' },
  ): Promise<Guardian> {
    const municipality = MunicipalitySchema.parse(principal.municipality);
    const { cpr, evidence } = principal.kind === 'portal_user' ? principal : await this.broker.loginOf(principal);
    const { guardianId, children, language } = await this.identified(principal, () =>
      this.consent.identify(municipality, cpr),
    );
    if (guardianId) return { guardianId, municipality, children, language: language ?? 'da', evidence };
    const childId = await about?.();
    if (childId) await this.ask({ guardianId: NOBODY, municipality }, childId, wanted);
    throw new RefusalError('NOT_GUARDIAN');
  }

  /**
   * Refuses unless the guardian may read this about the child now. A child that is not the guardian's own is answered as if it did
   * not exist, whether it does or not.
   */
  async demand(guardian: Guardian, childId: ChildId, document: AboutDocument): Promise<void> {
    const decision = await this.ask(guardian, childId, document);
    if (decision.outcome === 'allowed') return;
    if (decision.hidden || decision.code === 'NOT_GUARDIAN') throw new RefusalError('NOT_FOUND');
    throw refusalOf(decision.code);
  }

  /** Whether the guardian may read this about the child now. */
  async may(guardian: Guardian, childId: ChildId, document: AboutDocument): Promise<boolean> {
    return (await this.ask(guardian, childId, document)).outcome === 'allowed';
  }

  /** A user is made by the session of one request: the parts of one page are told the same, and the next page asks anew. */
  private identified(
    principal: GuardianPrincipal | PortalUser,
    ask: () => Promise<IdentifiedGuardian>,
  ): Promise<IdentifiedGuardian> {
    if (principal.kind === 'guardian') return ask();
    const asked = this.askedAbout.get(principal) ?? ask();
    this.askedAbout.set(principal, asked);
    return asked;
  }

  private ask(
    { guardianId, municipality }: Pick<Guardian, 'guardianId' | 'municipality'>,
    childId: ChildId,
    document: AboutDocument,
  ) {
    return this.access.ask({
      municipality,
      asker: { kind: 'guardian', guardianId },
      childId,
      action: 'read',
      ...document,
    });
  }
}

function refusalOf(code: string | null): RefusalError {
  if (code === 'DEPENDENCY_UNAVAILABLE') return new RefusalError(code, { retryAfterSeconds: 5 });
  return new RefusalError('ROLE_NOT_ALLOWED');
}
