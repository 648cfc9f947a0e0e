import type { ComponentChildren } from 'preact';
import { languages } from '../words/languages.js';
import { navigation, presentEntry } from './navigation.js';
import type { PageFrame } from './page-frame.js';

export interface Crumb {
  path: string;
  label: string;
}

interface LayoutProps {
  frame: PageFrame;
  /** The page's one h1, and the first part of its title. */
  title: string;
  /** The language of the title, where it is not the page's. */
  titleLang?: string;
  /** A form is shown again with faults: the page's title says so first. */
  faulty?: boolean;
  /** The way from the front page to here, without this page. */
  crumbs?: readonly Crumb[];
  children: ComponentChildren;
}

/** The frame of every page: head, menu, the way here, content, foot. Works without script. */
export function Layout({ frame, title, titleLang, faulty = false, crumbs = [], children }: LayoutProps) {
  const { words, user } = frame;
  return (
    <html lang={words.language.code}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${faulty ? `${words.faults.prefix}: ` : ''}${title} - ${words.frame.site}`}</title>
        <link rel="icon" href="data:," />
        {frame.styles.map((href) => (
          <link rel="stylesheet" href={href} key={href} />
        ))}
      </head>
      <body>
        <a class="skipnav" href="#content">
          {words.frame.skip}
        </a>
        <Head frame={frame} />
        {user && <Navigation frame={frame} />}
        <main id="content" class="container page-container" tabIndex={-1}>
          {crumbs.length > 0 && <Crumbs frame={frame} crumbs={crumbs} title={title} />}
          <h1 lang={titleLang === words.language.code ? undefined : titleLang}>{title}</h1>
          {children}
        </main>
        <Foot frame={frame} />
      </body>
    </html>
  );
}

function Head({ frame: { words, user, path } }: { frame: PageFrame }) {
  return (
    <header class="portal-head">
      <div class="container portal-head-inner">
        <p class="portal-name">
          <a href="/portal">{words.frame.site}</a>
          {user && <span class="portal-municipality">{user.municipalityName}</span>}
        </p>
        <div class="portal-tools">
          <ul class="portal-languages" aria-label={words.language.switchLabel}>
            {Object.values(languages)
              .filter(({ language }) => language.code !== words.language.code)
              .map(({ language }) => (
                <li key={language.code}>
                  <a
                    href={`/portal/language/${language.code}?back=${encodeURIComponent(path)}`}
                    lang={language.code}
                    hreflang={language.code}
                  >
                    {language.own}
                  </a>
                </li>
              ))}
          </ul>
          {user && (
            <form method="post" action="/portal/logout">
              <input type="hidden" name="csrf" value={user.csrf} />
              <button class="button button-secondary" type="submit">
                {words.frame.logOut}
              </button>
            </form>
          )}
        </div>
      </div>
    </header>
  );
}

function Navigation({ frame: { words, path } }: { frame: PageFrame }) {
  const present = presentEntry(path)?.path;
  const currentness = (entry: string) => (entry !== present ? undefined : entry === path ? 'page' : 'true');
  return (
    <nav class="portal-navigation" aria-label={words.frame.navigation}>
      <div class="container">
        <ul>
          {navigation.map((entry) => (
            <li key={entry.path}>
              <a href={entry.path} aria-current={currentness(entry.path)}>
                {entry.label(words)}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

function Crumbs({ frame, crumbs, title }: { frame: PageFrame; crumbs: readonly Crumb[]; title: string }) {
  return (
    <nav class="portal-crumbs" aria-label={frame.words.frame.crumbs}>
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

function Foot({ frame: { words, user } }: { frame: PageFrame }) {
  return (
    <footer class="portal-foot">
      <div class="container">
        <p>{words.frame.site}</p>
        <p>
          {user ? (
            <a href="/portal/processing">{words.frame.processing}</a>
          ) : (
            <a href="/portal/support">{words.frame.support}</a>
          )}
        </p>
        {user && (
          <form method="post" action="/portal/logout-everywhere">
            <input type="hidden" name="csrf" value={user.csrf} />
            <button class="button button-unstyled" type="submit">
              {words.frame.logOutEverywhere}
            </button>
          </form>
        )}
      </div>
    </footer>
  );
}
