import type { ComponentChildren } from 'preact';

interface LiveProps {
  /** Where the part comes from, as it is at that moment: a door that answers with `NowProps` rendered by `Now`. */
  from: string;
  /** The page itself, for somebody without script. */
  page: string;
  children: ComponentChildren;
}

/**
 * A part of a page that keeps itself up to date while something may still change, and says when it no longer can; a single `Now` stands in it.
 */
export function Live({ from, page, children }: LiveProps) {
  return (
    <div data-live={from}>
      <p class="sr-only" role="status" data-live-told />
      <div data-live-shown>{children}</div>
      <noscript>
        <p>
          <a href={page}>Look again</a>
        </p>
      </noscript>
    </div>
  );
}

interface NowProps {
  /** Whether it may still change. */
  more: boolean;
  /** What is read aloud when it changes. */
  told: string;
  children: ComponentChildren;
}

/** How things stand now. */
export function Now({ more, told, children }: NowProps) {
  return (
    <div data-more={more ? 'yes' : 'no'} data-told={told}>
      {children}
    </div>
  );
}
