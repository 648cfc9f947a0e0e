import { Controller, Put, UseGuards } from '@nestjs/common';
import { OpenDoor } from '#security/door.js';
import { ContentGuard } from '#service/content-guard.js';
import { JsonBody } from '#service/inputs.js';
import { Logins } from './logins.js';
import { MitidSettingsSchema, type MitidSettings } from './mitid-identity.js';
import { StaffMemberSchema, type StaffMember } from './staff-member.js';

const forTests = 'Control door of a stand-in: for tests and scenarios, never deployed';

/** How tests and scenarios change who can log in, and how sure their login is. */
@Controller('/control/logins')
@UseGuards(ContentGuard)
export class LoginsControlController {
  constructor(private readonly logins: Logins) {}

  /** Adds a member of staff or gives one with this user name another role or unit. */
  @Put('/staff')
  @OpenDoor(forTests)
  putStaff(@JsonBody(StaffMemberSchema) member: StaffMember): StaffMember {
    this.logins.putStaff(member);
    return member;
  }

  /** Changes a person's MitID: `{ cpr, loa?, hasCpr?, professional?, name?, municipality?, protected? }`. */
  @Put('/mitid')
  @OpenDoor(forTests)
  putMitid(@JsonBody(MitidSettingsSchema) settings: MitidSettings): { mitidUuid: string } {
    const { uuid } = this.logins.putMitid(settings);
    if (settings.name !== undefined) this.logins.propose(settings.cpr);
    return { mitidUuid: uuid };
  }
}
