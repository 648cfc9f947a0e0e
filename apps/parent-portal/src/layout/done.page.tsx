import { Layout, type Crumb } from './layout.page.js';
import type { PageFrame } from './page-frame.js';

interface DonePageProps {
  frame: PageFrame;
  title: string;
  /** What happened, and what comes next. */
  told: readonly string[];
  /** Where to go from here. */
  onward: Crumb;
}

/** What a person sees when something was sent: that it is done, and what comes next. */
export function DonePage({ frame, title, told, onward }: DonePageProps) {
  return (
    <Layout frame={frame} title={title}>
      {told.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p class="portal-actions">
        <a class="button button-primary" href={onward.path}>
          {onward.label}
        </a>
      </p>
    </Layout>
  );
}
