import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { ChildDeletion } from './child-deletion.js';
import { isOpen, mayConfirm } from './may-confirm.rules.js';

const deletion: ChildDeletion = {
  deletionId: 'd',
  municipality: 'K1',
  healthVisitingUnit: 'HV-1',
  reason: 'data_subject_request',
  requestedBy: 'admin-1',
  requestedAt: Temporal.Instant.from('2026-05-01T08:00:00Z'),
  done: null,
};

describe('a deletion is confirmed by', () => {
  it.each([
    ["the leader of the child's unit", 'leader-1', 'institution_leader', 'HV-1', true],
    ['not the leader of another unit', 'leader-2', 'institution_leader', 'HV-2', false],
    ['another administrator', 'admin-2', 'municipal_administrator', 'ADM-1', true],
    ['not who asked for it', 'admin-1', 'municipal_administrator', 'ADM-1', false],
    ['not who asked for it, in another role', 'admin-1', 'institution_leader', 'HV-1', false],
    ['not a health visitor', 'nurse-1', 'health_visitor', 'HV-1', false],
  ])('%s', (_, subject, role, organisation, may) => {
    expect(mayConfirm(deletion, { subject, role, organisation })).toBe(may);
  });

  it.each([
    ['2026-05-01T08:00:00Z', true],
    ['2026-05-15T07:59:59Z', true],
    ['2026-05-15T08:00:00Z', false],
  ])('at %s: the request stands is %s', (now, stands) => {
    expect(isOpen(deletion, Temporal.Instant.from(now))).toBe(stands);
  });
});
