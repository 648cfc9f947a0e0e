import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';

interface WelcomePageProps {
  frame: PageFrame;
  /** Where the person goes after the login. */
  back: string;
  why: 'expired' | 'logged-out' | 'logged-out-everywhere' | null;
}

/** The front page of somebody who is not logged in. */
export function WelcomePage({ frame, back, why }: WelcomePageProps) {
  const words = frame.words.welcome;
  const reasons = {
    expired: words.expired,
    'logged-out': words.loggedOut,
    'logged-out-everywhere': words.loggedOutEverywhere,
  };
  return (
    <Layout frame={frame} title={words.title}>
      {why && (
        <div class="portal-note" role="status">
          <p>{reasons[why]}</p>
          {why !== 'expired' && <p>{words.closeBrowser}</p>}
        </div>
      )}
      <p class="font-lead">{words.lead}</p>
      <p>{words.private}</p>
      <p>
        <a class="button button-primary" href={`/portal/login?back=${encodeURIComponent(back)}`}>
          {words.logIn}
        </a>
      </p>
    </Layout>
  );
}
