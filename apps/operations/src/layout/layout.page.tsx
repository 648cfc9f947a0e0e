import type { ComponentChildren } from 'preact';
import { navigation } from './navigation.js';
import type { PageFrame } from './page-frame.js';

export interface Crumb {
  path: string;
  label: string;
}

interface LayoutProps {
  frame: PageFrame;
  /** The page's one h1, and the first part of its title. */
  title: string;
  /** A form is shown again with faults: the page's title says so first. */
  faulty?: boolean;
  /** The way to here, without this page. */
  crumbs?: readonly Crumb[];
  children: ComponentChildren;
}

/** The frame of every page: head, menu, the way here, content. Works without script. */
export function Layout({ frame, title, faulty = false, crumbs = [], children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${faulty ? 'Error: ' : ''}${title} - Trivselshub operations`}</title>
        <link rel="icon" href="data:," />
        {frame.styles.map((href) => (
          <link rel="stylesheet" href={href} key={href} />
        ))}
        <script type="module" src={frame.script} />
      </head>
      <body>
        <a class="skipnav" href="#content">
          Skip to the content
        </a>
        <Head frame={frame} />
        {frame.user && <Navigation path={frame.path} />}
        <main id="content" class="container page-container" tabIndex={-1}>
          {crumbs.length > 0 && <Crumbs crumbs={crumbs} title={title} />}
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function Head({ frame: { user, csrf } }: { frame: PageFrame }) {
  return (
    <header class="hub-head">
      <div class="container hub-head-inner">
        <p class="hub-name">
          <a href="/">Trivselshub operations</a>
          {user && (
            <span class="hub-who">
              {user.name}, operator of {user.municipality}
            </span>
          )}
        </p>
        {csrf !== null && (
          <form method="post" action="/logout">
            <input type="hidden" name="csrf" value={csrf} />
            <button class="button button-secondary" type="submit">
              Log out
            </button>
          </form>
        )}
      </div>
    </header>
  );
}

function Navigation({ path }: { path: string }) {
  return (
    <nav class="hub-navigation" aria-label="Main menu">
      <div class="container">
        <ul>
          {navigation.map((entry) => (
            <li key={entry.path}>
              <a href={entry.path} aria-current={entry.path === path ? 'page' : entry.holds(path) ? 'true' : undefined}>
                {entry.label}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

function Crumbs({ crumbs, title }: { crumbs: readonly Crumb[]; title: string }) {
  return (
    <nav class="hub-crumbs" aria-label="You are here">
      <ol>
        {crumbs.map(({ path, label }) => (
          <li key={path}>
            <a href={path}>{label}</a>
          </li>
        ))}
        <li aria-current="page">{title}</li>
      </ol>
    </nav>
  );
}
