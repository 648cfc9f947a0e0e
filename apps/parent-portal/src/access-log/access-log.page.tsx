import type { AccessLogEntry } from '#contracts/questions/access-log.js';
import { FaultSummary, type Fault } from '../layout/fault-summary.view.js';
import { FormField } from '../layout/form-field.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { whenWords } from '../words/when.js';
import { entryWords } from './entry-words.rules.js';
import type { LogQuery } from './log-filter.rules.js';

interface AccessLogPageProps {
  frame: PageFrame;
  /** What the child is called on pages; null for the young person's own log. */
  name: string | null;
  query: LogQuery;
  faults: readonly Fault[];
  /** Newest first; null while something is wrong with what was chosen. */
  entries: readonly AccessLogEntry[] | null;
  /** Where the next page begins. */
  next: string | null;
  placeName: Parameters<typeof entryWords>[2];
}

/** Who has looked at something about a child, or tried to, and why it was allowed or refused. */
export function AccessLogPage({ frame, name, query, faults, entries, next, placeName }: AccessLogPageProps) {
  const words = frame.words.log;
  return (
    <Layout
      frame={frame}
      title={name === null ? words.titleSelf : words.title(name)}
      faulty={faults.length > 0}
      crumbs={[{ path: '/portal', label: frame.words.children.title }]}
    >
      <FaultSummary words={frame.words} faults={faults} />
      <p class="font-lead">{words.lead}</p>
      <p>{words.noNames}</p>
      <Filter frame={frame} query={query} faults={faults} />
      {entries && entries.length === 0 && (
        <div class="portal-note">
          <h2 class="h5">{words.none}</h2>
          <p>{words.noneWhy}</p>
        </div>
      )}
      {entries && entries.length > 0 && (
        <ol class="portal-list">
          {entries.map((entry, nth) => (
            <Line key={`${entry.at}${nth}`} frame={frame} entry={entry} placeName={placeName} />
          ))}
        </ol>
      )}
      <p class="portal-actions">
        {query.before && <a href={addressOf(frame.path, query, null)}>{words.newest}</a>}
        {next && <a href={addressOf(frame.path, query, next)}>{words.older}</a>}
      </p>
    </Layout>
  );
}

function Line({
  frame,
  entry,
  placeName,
}: Pick<AccessLogPageProps, 'frame' | 'placeName'> & { entry: AccessLogEntry }) {
  const { who, did, outcome, question, reason } = entryWords(entry, frame.words, placeName);
  return (
    <li>
      <p>
        <time dateTime={entry.at}>{whenWords(entry.at, frame.words)}</time>
      </p>
      <div class="portal-line">
        <h2 class="h5">{who}</h2>
        <p class={entry.outcome === 'refused' ? 'portal-mark portal-refused' : 'portal-mark'}>{outcome}</p>
      </div>
      <p>{did}</p>
      <p>
        {question} <span lang={reason.lang === frame.words.language.code ? undefined : reason.lang}>{reason.text}</span>
      </p>
      {entry.why?.consentId && (
        <p>
          <a href={`/portal/consents/${entry.why.consentId}`}>{frame.words.consents.see}</a>
        </p>
      )}
    </li>
  );
}

function Filter({ frame, query, faults }: Pick<AccessLogPageProps, 'frame' | 'query' | 'faults'>) {
  const words = frame.words.log;
  return (
    <form class="portal-filter" method="get" action={frame.path} aria-label={words.filter}>
      <FormField words={frame.words} name="show" label={words.show} faults={faults}>
        {(tied) => (
          <select class="form-select" {...tied}>
            {(['all', 'refused', 'staff'] as const).map((show) => (
              <option key={show} value={show} selected={query.show === show}>
                {words.shows[show]}
              </option>
            ))}
          </select>
        )}
      </FormField>
      {(['from', 'to'] as const).map((name) => (
        <FormField key={name} words={frame.words} name={name} label={words[name]} hint={words.dateHint} faults={faults}>
          {(tied) => <input class="form-input" type="date" value={query[name]} {...tied} />}
        </FormField>
      ))}
      <button class="button button-secondary" type="submit">
        {words.apply}
      </button>
    </form>
  );
}

function addressOf(path: string, { show, from, to }: LogQuery, before: string | null): string {
  const query = new URLSearchParams({ show, from, to });
  if (before) query.set('before', before);
  return `${path}?${query}`;
}
