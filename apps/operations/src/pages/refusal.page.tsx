import { refusalCodes } from '#contracts/refusal-codes.js';
import type { RefusalError } from '#contracts/refusal-error.js';
import { Layout } from './layout.page.js';

/** A refusal as a page: what, and what to do now. */
export function RefusalPage({ refusal }: { refusal: RefusalError }) {
  return (
    <Layout title={refusalCodes[refusal.code].title}>
      <p>{refusal.cure}</p>
      <p>
        Code <code>{refusal.code}</code>
      </p>
    </Layout>
  );
}
