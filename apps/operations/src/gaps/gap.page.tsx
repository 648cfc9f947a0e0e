import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { ReasonField } from '../pages/reason-field.view.js';
import type { FoundGap } from './gap.js';
import type { GapChoice } from './gap-choice.js';
import { type GapCloseCode, gapCloseCodes, gapCloseWords } from './gap-close-codes.js';
import { GapOfChain } from './gap-of-chain.view.js';
import { gapPaths } from './gap-paths.js';

interface GapPageProps {
  frame: PageFrame;
  choice: GapChoice;
  /** All gaps of the chain before the chosen step. */
  gaps: readonly FoundGap[];
  /** As the form was sent, when it is shown again. */
  code?: GapCloseCode | undefined;
  reason?: string | undefined;
  fault?: string | undefined;
}

/** A gap of a chain, and the way to close it by hand or to take that back. */
export function GapPage({ frame, choice, gaps, code, reason, fault }: GapPageProps) {
  const open = gaps.filter(({ closedAt }) => closedAt === null).length;
  const reopenable = gaps.filter(({ byHand, cameAt }) => byHand !== null && cameAt === null).length;
  return (
    <Layout
      frame={frame}
      title="Gap of a chain"
      faulty={fault !== undefined}
      crumbs={[{ path: gapPaths.list('open'), label: 'Gaps' }]}
    >
      {gaps.map((gap) => (
        <GapOfChain gap={gap} traceId={gap.traceId} key={`${gap.letterId} ${gap.since}`} />
      ))}
      <p>
        <a href={`/chains/${choice.traceId}/page`}>The chain</a>
      </p>
      {open > 0 && (
        <form class="hub-choice" method="post" action="/gaps/one/close">
          <h2>Close it</h2>
          <p>
            Nobody is called for it any more, and it is out of the metric. A step that comes after all is shown as late.
            First look whether the event can be mended and replayed.
          </p>
          <Chosen {...{ frame, choice }} />
          <div class="form-group">
            <label class="form-label" for="code">
              Why the step never comes
            </label>
            <select class="form-select" id="code" name="code">
              {gapCloseCodes.map((each) => (
                <option key={each} value={each} selected={each === code}>
                  {gapCloseWords[each]}
                </option>
              ))}
            </select>
          </div>
          <ReasonField given={reason} fault={fault} />
          <button class="button button-primary" type="submit">
            Close ({open})
          </button>
        </form>
      )}
      {open === 0 && reopenable > 0 && (
        <form class="hub-choice" method="post" action="/gaps/one/reopen">
          <h2>Open it again</h2>
          <p>The chain has stopped again, and people are called for it.</p>
          <Chosen {...{ frame, choice }} />
          <ReasonField given={reason} fault={fault} />
          <button class="button button-primary" type="submit">
            Open again ({reopenable})
          </button>
        </form>
      )}
    </Layout>
  );
}

function Chosen({ frame, choice }: { frame: PageFrame; choice: GapChoice }) {
  const fields = { csrf: frame.csrf ?? '', ...choice };
  return (
    <>
      {Object.entries(fields).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} key={name} />,
      )}
    </>
  );
}
