import type { ChildId } from '#contracts/ids.js';
import type { GuardianMessage } from '#contracts/questions/guardian-messages.js';
import { FaultSummary, type Fault } from '../layout/fault-summary.view.js';
import { FormField } from '../layout/form-field.view.js';
import { Layout } from '../layout/layout.page.js';
import type { PageFrame } from '../layout/page-frame.js';
import { whenWords } from '../words/when.js';

interface MessagesPageProps {
  frame: PageFrame;
  childId: ChildId;
  /** What the child is called on pages; null when it is the young person who writes. */
  name: string | null;
  /** The person's own, newest first. */
  messages: readonly GuardianMessage[];
  /** What stands in the form. */
  draft: { text: string; key: string };
  faults: readonly Fault[];
}

/** Write to the institution, and what I wrote before. */
export function MessagesPage({ frame, childId, name, messages, draft, faults }: MessagesPageProps) {
  const words = frame.words.messages;
  return (
    <Layout
      frame={frame}
      title={name === null ? words.titleSelf : words.title(name)}
      faulty={faults.length > 0}
      crumbs={[{ path: '/portal', label: frame.words.children.title }]}
    >
      <FaultSummary words={frame.words} faults={faults} />
      <p class="font-lead">{words.lead}</p>
      <p>{words.urgent}</p>
      <form method="post" action={`/portal/children/${childId}/messages`}>
        <input type="hidden" name="csrf" value={frame.user?.csrf} />
        <input type="hidden" name="key" value={draft.key} />
        <FormField words={frame.words} name="text" label={words.label} hint={words.hint} faults={faults}>
          {(tied) => (
            <textarea class="form-input" rows={8} {...tied}>
              {draft.text}
            </textarea>
          )}
        </FormField>
        <button class="button button-primary" type="submit">
          {words.send}
        </button>
      </form>
      <h2>{words.mine}</h2>
      {messages.length === 0 ? <p>{words.none}</p> : <Written frame={frame} messages={messages} />}
    </Layout>
  );
}

function Written({ frame, messages }: Pick<MessagesPageProps, 'frame' | 'messages'>) {
  const words = frame.words.messages;
  return (
    <ol class="portal-list">
      {messages.map(({ messageId, text, writtenAt }) => (
        <li key={messageId}>
          <h3 class="h5">{words.written(whenWords(writtenAt, frame.words))}</h3>
          <p class="portal-mark">{words.ownMark}</p> <p class="portal-mark">{words.fixed}</p>
          <p class="portal-text">{text}</p>
        </li>
      ))}
    </ol>
  );
}
