import type { ComponentChildren } from 'preact';

/** The frame of every page of operations. No script, one style sheet. */
export function Layout({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} - Trivselshub operations`}</title>
        <link rel="stylesheet" href="/assets/operations.css" />
      </head>
      <body>
        <header>
          <a href="/">Trivselshub operations</a>
        </header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}
