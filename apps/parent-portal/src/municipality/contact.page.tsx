import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ContactList } from './contact-list.view.js';
import type { Contact } from './municipality-texts.schema.js';

interface ContactPageProps {
  frame: PageFrame;
  /** The institution: what is written, and the child. */
  contacts: readonly Contact[];
  /** The portal itself. */
  support: Contact;
}

/** Whom to ask: the institution about the content, support about the technology. */
export function ContactPage({ frame, contacts, support }: ContactPageProps) {
  const words = frame.words.contact;
  return (
    <Layout frame={frame} title={words.title}>
      <p class="font-lead">{words.lead}</p>
      <h2>{words.content}</h2>
      {contacts.length === 0 ? <p>{words.noneHere}</p> : <ContactList words={frame.words} contacts={contacts} />}
      <p>{words.noMail}</p>
      <h2>{words.technical}</h2>
      <ContactList words={frame.words} contacts={[support]} />
      <h2>{words.withoutCustody}</h2>
      <p>
        <a href="/portal/information">{frame.words.information.title}</a>
      </p>
    </Layout>
  );
}
