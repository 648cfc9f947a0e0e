import { Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { UnitOfWork } from '#persistence/unit-of-work.js';
import { SessionReader } from '#security/session-reader.js';
import { Clock } from '#service/clock.js';
import type { FinishedLogin } from '../login/browser-login.js';
import { PortalCookies } from './portal-cookies.js';
import type { PortalUser } from './portal-user.js';
import { newSessionId, sessionIdHash } from './session-id.js';
import { SessionSeal } from './session-seal.js';
import { SessionsStore } from './sessions.store.js';

/** Opens, reads and ends the sessions of people in the portal. */
@Injectable()
export class PortalSessions extends SessionReader {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: SessionsStore,
    private readonly seal: SessionSeal,
    private readonly cookies: PortalCookies,
    private readonly clock: Clock,
  ) {
    super();
  }

  async read(request: IncomingMessage): Promise<PortalUser | null> {
    const sessionId = this.cookies.sessionId(request);
    if (!sessionId) return null;
    const [idHash, now] = [sessionIdHash(sessionId), this.clock.now()];
    const found = await this.unitOfWork.glance((tx) => this.store.find(tx, idHash, now));
    if (!found) return null;
    if (found.untouched) await this.unitOfWork.run((tx) => this.store.touch(tx, idHash, now));
    const { municipality, evidence, cprSealed } = found.session;
    return { kind: 'portal_user', sessionId, municipality, cpr: this.seal.openCpr(sessionId, cprSealed), evidence };
  }

  /** A new session under a new id. The session that the browser had, whoever's it was, is over. */
  async open({ cpr, mitidUuid, ...login }: FinishedLogin, formerId: string | null): Promise<string> {
    const sessionId = newSessionId();
    const session = {
      ...login,
      personKey: this.seal.personKey(mitidUuid),
      cprSealed: this.seal.sealCpr(sessionId, cpr),
    };
    await this.unitOfWork.run(async (tx) => {
      if (formerId) await this.store.remove(tx, sessionIdHash(formerId));
      await this.store.insert(tx, sessionIdHash(sessionId), session, this.clock.now());
    });
    return sessionId;
  }

  async end({ sessionId }: PortalUser): Promise<void> {
    await this.unitOfWork.run((tx) => this.store.remove(tx, sessionIdHash(sessionId)));
  }

  /** Ends every session of the person, in every browser. */
  async endEverywhere({ sessionId }: PortalUser): Promise<void> {
    await this.unitOfWork.run((tx) => this.store.removeAllOfPerson(tx, sessionIdHash(sessionId)));
  }
}
