import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';

/** What somebody sees who has logged out. */
export function LoggedOutPage({ frame }: { frame: PageFrame }) {
  return (
    <Layout frame={frame} title="You are logged out">
      <p>Your login at the municipality itself may still be open in this browser.</p>
      <p>
        <a class="button button-primary" href="/">
          Log in
        </a>
      </p>
    </Layout>
  );
}
