import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ContactList } from './contact-list.view.js';
import type { Contact } from './municipality-texts.schema.js';

interface SupportPageProps {
  frame: PageFrame;
  support: Contact;
}

/** Help for somebody who cannot log in. */
export function SupportPage({ frame, support }: SupportPageProps) {
  const words = frame.words.contact;
  return (
    <Layout frame={frame} title={words.supportTitle}>
      <p class="font-lead">{words.supportLead}</p>
      <h2>{words.technical}</h2>
      <ContactList words={frame.words} contacts={[support]} />
    </Layout>
  );
}
