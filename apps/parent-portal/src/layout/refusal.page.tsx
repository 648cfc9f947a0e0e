import type { RefusalError } from '#contracts/refusal-error.js';
import { Layout } from './layout.page.js';
import type { PageFrame } from './page-frame.js';

interface RefusalPageProps {
  frame: PageFrame;
  refusal: RefusalError;
  traceId: string | null;
}

/** A refusal as a page: what happened, where, and what to do now. */
export function RefusalPage({ frame, refusal, traceId }: RefusalPageProps) {
  const { words } = frame;
  const codes: Readonly<Record<string, typeof words.refusal.other>> = words.refusal.codes;
  const { title, what, todo } = codes[refusal.code] ?? words.refusal.other;
  const again = refusal.code.startsWith('LOGIN_') || refusal.status === 401;
  return (
    <Layout frame={frame} title={title}>
      <p class="font-lead">{what}</p>
      <h2>{words.refusal.todo}</h2>
      <p>
        {todo} {refusal.retryAfterSeconds !== null && words.refusal.retryIn(refusal.retryAfterSeconds)}
      </p>
      {refusal.status >= 500 && <p>{words.refusal.support}</p>}
      <p>
        <a class="button button-primary" href={again ? '/portal/login' : '/portal'}>
          {again ? words.welcome.logIn : words.frame.home}
        </a>
      </p>
      {refusal.code === 'NOT_GUARDIAN' && (
        <p>
          <a href="/portal/information">{words.children.ask}</a>
        </p>
      )}
      <dl class="portal-facts">
        <dt>{words.refusal.code}</dt>
        <dd>{refusal.code}</dd>
        <dt>{words.refusal.where}</dt>
        <dd>{refusal.place ?? frame.path}</dd>
        {traceId && <dt>{words.refusal.trace}</dt>}
        {traceId && <dd>{traceId}</dd>}
      </dl>
    </Layout>
  );
}
