import type { ClaimMap } from './claim-map.js';

/** The brokers that are known by what they say. A further one is a further entry. */
export const claimMaps = {
  nets_eid: {
    broker: 'nets_eid',
    cpr: 'dk.cpr',
    person: 'mitid.uuid',
    assurance: 'loa',
    hasCpr: 'mitid.has_cpr',
    professionalKind: ['identity_type', 'professional'],
  },
  idura: {
    broker: 'idura',
    cpr: 'cprNumberIdentifier',
    person: 'uuid',
    assurance: 'loa',
    hasCpr: null,
    professionalKind: null,
  },
  signicat: {
    broker: 'signicat',
    cpr: 'nin',
    person: 'mitid_uuid',
    assurance: 'mitid_loa',
    hasCpr: 'mitid_has_cpr',
    professionalKind: null,
  },
} as const satisfies Record<string, ClaimMap>;

export type BrokerName = keyof typeof claimMaps;
