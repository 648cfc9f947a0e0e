/** An OAuth client that the stand-in of the issuer knows. */
export interface RegisteredClient {
  clientId: string;
  principalKind: 'journal_system' | 'service' | 'channel';
  municipality?: string;
  scopes: string[];
  /** The path below the portal's address to which people come back who log in through this client. */
  loginPath?: string;
  /** What the adapter knows of a journal system. */
  sender?: {
    sourceSystem: string;
    formats: ('kl_delivery_report' | 'novax_result')[];
    observersCertified: boolean;
  };
}

function journalSystem(clientId: string, municipality: string, sender: RegisteredClient['sender']): RegisteredClient {
  return {
    clientId,
    principalKind: 'journal_system',
    municipality,
    scopes: ['journal.write'],
    ...(sender && { sender }),
  };
}

function service(clientId: string): RegisteredClient {
  return { clientId, principalKind: 'service', scopes: [] };
}

/** Everyone who asks for tokens as a machine: the journal systems of two municipalities, the services, and who pushes to us. */
export const registeredClients: RegisteredClient[] = [
  journalSystem('journal-k1', 'K1', {
    sourceSystem: 'journal-k1',
    formats: ['kl_delivery_report', 'novax_result'],
    observersCertified: true,
  }),
  journalSystem('journal-k2', 'K2', {
    sourceSystem: 'journal-k2',
    formats: ['kl_delivery_report', 'novax_result'],
    observersCertified: true,
  }),
  service('novax-adapter'),
  service('screening'),
  service('consent'),
  { ...service('parent-portal'), loginPath: '/portal/login/callback' },
  service('notifications'),
  service('operations'),
  { clientId: 'digital-post', principalKind: 'channel', scopes: ['letters.receipt', 'letters.reply'] },
  { clientId: 'custody-register', principalKind: 'channel', scopes: ['custody.event'] },
];
