import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import type { FoundGap } from './gap.js';
import { gapPaths } from './gap-paths.js';
import { GapTable } from './gap-table.view.js';

interface GapListPageProps {
  frame: PageFrame;
  state: 'open' | 'closed';
  /** Latest found first. */
  gaps: readonly FoundGap[];
  /** Address of those found earlier; null at the end. */
  earlier: string | null;
}

/** Steps that did not come in time: those that are still missing, or those that came late or were closed by an operator. */
export function GapListPage({ frame, state, gaps, earlier }: GapListPageProps) {
  return (
    <Layout frame={frame} title="Gaps">
      <nav aria-label="State of the gaps">
        <ul class="hub-links">
          {(['open', 'closed'] as const).map((each) => (
            <li key={each}>
              <a href={gapPaths.list(each)} aria-current={each === state ? 'page' : undefined}>
                {each === 'open'
                  ? 'Open: the step is still missing'
                  : 'Closed: it came late, or an operator closed the gap'}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {gaps.length === 0 ? (
        <p>
          No gap of {frame.user?.municipality} is {state}.
        </p>
      ) : (
        <GapTable {...{ gaps, state }} />
      )}
      {earlier && (
        <p>
          <a href={earlier}>Gaps found earlier</a>
        </p>
      )}
    </Layout>
  );
}
