import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cpr } from '#contracts/cpr.js';
import { serviceNamespace } from './sf1520-request.js';

export interface ScriptedPerson {
  name?: string;
  status?: number;
  currentCpr?: string;
  protectedFrom?: string;
  mother?: string;
  father?: string;
  children?: string[];
  custody?: { type: number; holder?: string; from?: string; until?: string }[];
}

interface HeldQuestion {
  cpr: string;
  asked: () => void;
  told: Promise<void>;
}

/** A custody register for tests of this service: answers in the shape of SF1520 what it is told to. */
export class ScriptedRegister {
  readonly people = new Map<string, ScriptedPerson>();
  /** What it does instead of answering. */
  failure: 'none' | 'silent' | 'fault' | 'malformed' = 'none';
  asked = 0;
  private held: HeldQuestion | null = null;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedRegister> {
    const server = createServer({ keepAliveTimeout: 65_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const register = new ScriptedRegister(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        register.asked += 1;
        if (register.failure === 'silent') return;
        if (register.failure === 'fault') return void response.writeHead(500).end('<faultstring>closed</faultstring>');
        const cpr = /PNR xmlns[^>]*>(\d{10})</.exec(body)![1]!;
        const person = register.people.get(cpr);
        if (!person) return void response.writeHead(500).end('<faultstring>PNR not found</faultstring>');
        const xml = answer(cpr, person);
        const say = () => response.end(register.failure === 'malformed' ? xml.slice(0, -9) : xml);
        if (register.held?.cpr !== cpr) return void say();
        const { asked, told } = register.held;
        register.held = null;
        asked();
        void told.then(say);
      });
    });
    return register;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** A child with mother and father, all three known to the register. */
  family(
    child: string,
    mother: string,
    father: string,
    custody: ScriptedPerson['custody'] = [{ type: 3 }, { type: 4 }],
  ): void {
    this.people.set(child, { mother, father, custody });
    for (const parent of [mother, father]) {
      const known = this.people.get(parent) ?? {};
      this.people.set(parent, { ...known, children: [...new Set([...(known.children ?? []), child])] });
    }
  }

  /** The next question about that person is answered when `answer` is called, with what the register knew when it was asked. */
  hold(cpr: string): { asked: Promise<void>; answer: () => void } {
    const asked = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    this.held = { cpr, asked: asked.resolve, told: told.promise };
    return { asked: asked.promise, answer: told.resolve };
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

function answer(cpr: string, person: ScriptedPerson): string {
  const element = (name: string, content: string | undefined) =>
    content === undefined ? '' : `<${name}>${content}</${name}>`;
  const relation = (name: string, number = '0000000000') => element(name, element('personnummer', number));
  const custody = ({ type, holder, from = '2000-01-01', until }: NonNullable<ScriptedPerson['custody']>[number]) =>
    element(
      'foraeldremyndighed',
      element('foraeldremyndighedtype', String(type)) +
        element('foraeldremyndighedStartdato', element('dato', from)) +
        element('foraeldremyndighedSletdato', until) +
        element('relationPersonnummer', holder),
    );
  return (
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><PersonLookupResponse xmlns="${serviceNamespace}">` +
    element(
      'persondata',
      element('personnummer', cpr) +
        element('navn', element('personadresseringsnavn', person.name ?? 'Navn Prøvesen')) +
        element('foedselsdato', `${Cpr.parse(cpr).birthDate().toString()}+02:00`) +
        element('status', element('status', String(person.status ?? 1))) +
        element('gaeldendePersonnummer', person.currentCpr) +
        (person.protectedFrom
          ? element('adressebeskyttelse', element('startdato', person.protectedFrom) + element('beskyttet', 'true'))
          : ''),
    ) +
    element(
      'relationer',
      relation('mor', person.mother) +
        relation('far', person.father) +
        (person.children ?? []).map((child) => relation('barn', child)).join('') +
        (person.custody ?? []).map(custody).join(''),
    ) +
    '</PersonLookupResponse></s:Body></s:Envelope>'
  );
}
