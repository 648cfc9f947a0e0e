import { refusalCodes } from '#contracts/refusal-codes.js';
import type { RefusalError } from '#contracts/refusal-error.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';

interface RefusalPageProps {
  frame: PageFrame;
  refusal: RefusalError;
  traceId: string | null;
}

/** What to do, where the general cure is written for machines. */
const CURES: Readonly<Record<string, string>> = {
  ROLE_NOT_ALLOWED: 'These pages are for operators. Log out, and log in again with an operator’s account.',
  DEPENDENCY_UNAVAILABLE: 'A service does not answer. Wait a few seconds and load the page again.',
  NOT_FOUND: 'It may be gone meanwhile, belong to another municipality, or the address may be wrong.',
  SHAPE_INVALID: 'Go back and correct the field that is named below.',
};

/** A refusal as a page: what happened, where, and what to do now. */
export function RefusalPage({ frame, refusal, traceId }: RefusalPageProps) {
  const next = nextPage(frame.path, refusal);
  return (
    <Layout frame={frame} title={refusalCodes[refusal.code].title}>
      <p class="font-lead">{cureOf(refusal)}</p>
      <p>
        <a class="button button-primary" href={next.path}>
          {next.label}
        </a>
      </p>
      <dl class="hub-facts">
        <dt>Code</dt>
        <dd>{refusal.code}</dd>
        <dt>Where</dt>
        <dd>{refusal.place ?? frame.path}</dd>
        {traceId && <dt>Trace</dt>}
        {traceId && <dd>{traceId}</dd>}
      </dl>
    </Layout>
  );
}

/** What was said for this very case, before what is said for its code. */
function cureOf({ code, cure }: RefusalError): string {
  return cure === refusalCodes[code].cure ? (CURES[code] ?? cure) : cure;
}

/** Where the present state is seen after a refusal that names it, else where everything begins. */
function nextPage(path: string, { status }: RefusalError): { path: string; label: string } {
  if (status === 401) return { path: '/login', label: 'Log in' };
  const [list, service] = /^\/stopped\/([\w-]+)(?=\/)/.exec(path) ?? [];
  return status === 409 && list !== undefined
    ? { path: list, label: `Stopped in ${service}` }
    : { path: '/', label: 'To the chains' };
}
