/** What the login form shows. */
export interface LoginPage {
  /** Where the form is sent. */
  action: string;
  kind: 'staff' | 'mitid';
  /** True after a name that nobody has. */
  failed: boolean;
}

const WORDS = {
  staff: { title: 'Medarbejderlogin (attrap)', label: 'Brugernavn', failed: 'Brugernavnet findes ikke.' },
  mitid: { title: 'MitID (attrap)', label: 'CPR-nummer', failed: 'Nummeret er ikke et CPR-nummer.' },
} as const;

/** One field and one button; a script fills `username`. Nothing that was typed is shown again. */
export function loginPage({ action, kind, failed }: LoginPage): string {
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
</main>
</body>
</html>
`;
}
