import { describe, expect, it } from '@jest/globals';
import { askerOf } from './asker-of.js';
import type { StaffPrincipal } from './principal.js';

const leader: StaffPrincipal = {
  kind: 'staff',
  subject: 'leader-1',
  role: 'institution_leader',
  organisation: 'HV-1',
  municipality: 'K1',
};

describe('the caller as consent is asked about', () => {
  it('is a member of staff with role and unit', () => {
    expect(askerOf(leader)).toEqual({
      kind: 'staff',
      role: 'institution_leader',
      organisation: 'HV-1',
      subject: 'leader-1',
    });
  });

  it('is operations for an operator, whose unit says nothing', () => {
    expect(askerOf({ ...leader, subject: 'operator-1', role: 'ops_operator' })).toEqual({
      kind: 'operations',
      subject: 'operator-1',
    });
  });
});
