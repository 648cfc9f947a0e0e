import type { Words } from '../words/words.js';
import { textIn, type Texts } from '../words/text-in.js';
import type { Contact } from './municipality-texts.schema.js';

/** Whom to ask about what, and how. */
export function ContactList({ words, contacts }: { words: Words; contacts: readonly Contact[] }) {
  return (
    <ul class="portal-list">
      {contacts.map((contact) => (
        <li key={contact.name['da']}>
          <h3 class="h4">
            <Told words={words} texts={contact.name} />
          </h3>
          <p>
            <Told words={words} texts={contact.about} />
          </p>
          {contact.phone && (
            <p>
              {words.contact.phone}: <a href={`tel:${contact.phone.replaceAll(' ', '')}`}>{contact.phone}</a>
            </p>
          )}
          {contact.hours && (
            <p>
              {words.contact.hours}: <Told words={words} texts={contact.hours} />
            </p>
          )}
          {contact.mail && (
            <p>
              {words.contact.mail}: <a href={`mailto:${contact.mail}`}>{contact.mail}</a>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A text of the municipality, marked with its language where it is not the page's. */
export function Told({ words, texts }: { words: Words; texts: Texts }) {
  const { text, lang } = textIn(texts, words);
  return lang === words.language.code ? <>{text}</> : <span lang={lang}>{text}</span>;
}
