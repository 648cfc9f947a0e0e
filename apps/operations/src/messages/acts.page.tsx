import type { ActDone } from '#messaging/stopped/messages.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { Instant } from '../pages/instant.view.js';
import type { DeskService } from './desk-addresses.js';

export type ActOfService = ActDone & { readonly service: DeskService };

interface ActsPageProps {
  frame: PageFrame;
  /** Latest first. */
  acts: readonly ActOfService[];
  /** Services that did not answer. */
  silent: readonly DeskService[];
  /** Of one service alone; null: of all. */
  service: DeskService | null;
  /** Address of the earlier ones; null at the end, and where all services are shown. */
  earlier: string | null;
  known: readonly DeskService[];
}

/** Who did what to which messages, and why. */
export function ActsPage({ frame, acts, silent, service, earlier, known }: ActsPageProps) {
  return (
    <Layout frame={frame} title="Log of acts">
      <nav aria-label="Services">
        <ul class="hub-links">
          <li>
            <a href="/acts" aria-current={service === null ? 'page' : undefined}>
              All services, latest
            </a>
          </li>
          {known.map((each) => (
            <li key={each}>
              <a href={`/acts?service=${each}`} aria-current={each === service ? 'page' : undefined}>
                {each}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {silent.length > 0 && (
        <div class="hub-note hub-note-bad">
          <h2 class="h5">Not every service answers</h2>
          <p>Their acts are missing here: {silent.join(', ')}.</p>
        </div>
      )}
      {acts.length === 0 ? (
        <p>Nobody has done anything to stopped messages of {frame.user?.municipality} yet.</p>
      ) : (
        <ActsTable acts={acts} />
      )}
      {earlier && (
        <p>
          <a href={earlier}>Earlier acts</a>
        </p>
      )}
    </Layout>
  );
}

function ActsTable({ acts }: { acts: readonly ActOfService[] }) {
  return (
    <table class="hub-table">
      <caption>Acts, latest first</caption>
      <thead>
        <tr>
          <th scope="col">At</th>
          <th scope="col">Who</th>
          <th scope="col">Act</th>
          <th scope="col">Service</th>
          <th scope="col">Messages</th>
          <th scope="col">Chosen by</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {acts.map((act) => (
          <tr key={`${act.service} ${act.id}`}>
            <td data-title="At">
              <Instant at={act.at} />
            </td>
            <td data-title="Who">{actorWords(act.actor)}</td>
            <td data-title="Act">{act.act.replace('_', ' ')}</td>
            <td data-title="Service">{act.service}</td>
            <td data-title="Messages">{act.affected}</td>
            <td data-title="Chosen by">{chosenBy(act.selection)}</td>
            <td data-title="Reason">{act.reason ?? 'none'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `service:operations for <person> as <role>` from these pages, `staff:<person> as <role>` at a service's own door. */
function actorWords(actor: string): string {
  const fromPages = /^service:operations for (.+)$/.exec(actor)?.[1];
  return fromPages ?? `${actor.replace(/^staff:/, '')}, at the service's own door`;
}

/** The municipality is the reader's own. */
function chosenBy(selection: ActDone['selection']): string {
  const { municipality: _own, ids, ...rest } = selection;
  const letters = Array.isArray(ids) ? (ids.length === 1 ? `letter ${String(ids[0])}` : `${ids.length} letters`) : null;
  return [letters, ...Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`)]
    .filter((words) => words !== null)
    .join(', ');
}
