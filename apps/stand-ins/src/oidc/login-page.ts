import type { Proposed } from './logins.js';

/** What the login form shows. */
export interface LoginPage {
  /** Where the form is sent. */
  action: string;
  kind: 'staff' | 'mitid';
  /** True after a name that nobody has. */
  failed: boolean;
  /** Invented people to log in as; none outside a local hub. */
  proposed: readonly Proposed[];
}

const WORDS = {
  staff: { title: 'Medarbejderlogin (attrap)', label: 'Brugernavn', failed: 'Brugernavnet findes ikke.' },
  mitid: { title: 'MitID (attrap)', label: 'CPR-nummer', failed: 'Nummeret er ikke et CPR-nummer.' },
} as const;

/** One field and one button; a script fills `username`. Nothing that was typed is shown again. */
export function loginPage({ action, kind, failed, proposed }: LoginPage): string {
  const words = WORDS[kind];
  return `<!doctype html>
<html lang="da">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words.title}</title></head>
<body>
<main>
<h1>${words.title}</h1>
${failed ? `<p role="alert">${words.failed}</p>` : ''}
<form method="post" action="${action}">
<label for="username">${words.label}</label>
<input id="username" name="username" autocomplete="off" required>
<button type="submit">Log ind</button>
</form>
${proposals(proposed)}</main>
</body>
</html>
`;
}

function proposals(proposed: readonly Proposed[]): string {
  if (proposed.length === 0) return '';
  const people = proposed.map(({ username, who }) => `<li><code>${escaped(username)}</code> ${escaped(who)}</li>`);
  return `<h2>Opdigtede testpersoner</h2>\n<ul>\n${people.join('\n')}\n</ul>\n`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
