import { describe, expect, it } from '@jest/globals';
import { loginPage } from './login-page.js';
import { Logins } from './logins.js';
import { StaffMemberSchema } from './staff-member.js';

const nurse = StaffMemberSchema.parse({
  username: 'nurse',
  subject: 'staff-nurse',
  role: 'health_visitor',
  organisation: 'HV-1',
  municipality: 'K1',
});

describe('the login form of the stand-in', () => {
  it('proposes invented people on a local hub: staff by role and unit, or those made known last', () => {
    const logins = new Logins();
    logins.putStaff(nurse);
    for (const [cpr, name] of [
      ['7512911113', 'Jonas Rosenhøj'],
      ['6902921112', 'Mette <Lyngtoft>'],
    ] as const) {
      logins.putMitid({ cpr, name });
      logins.propose(cpr);
    }
    const form = { action: '/login/x', failed: false } as const;
    const staff = loginPage({ ...form, kind: 'staff', proposed: logins.proposed('staff') });
    expect(staff).toContain('<li><code>nurse</code> health_visitor, HV-1</li>');
    const mitid = loginPage({ ...form, kind: 'mitid', proposed: logins.proposed('mitid') });
    expect(mitid.match(/<li>.*<\/li>/g)).toEqual([
      '<li><code>6902921112</code> Mette &lt;Lyngtoft&gt;</li>',
      '<li><code>7512911113</code> Jonas Rosenhøj</li>',
    ]);
  });

  it('proposes nobody elsewhere', () => {
    expect(loginPage({ action: '/login/x', kind: 'mitid', failed: false, proposed: [] })).not.toContain('<li>');
  });
});
