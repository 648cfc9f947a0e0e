import { Client, escapeIdentifier } from 'pg';

/** A thing that must not stand somewhere, and how it could look there. */
export interface Mark {
  readonly what: string;
  readonly text: string;
}

/** A text, and where it was read. */
export interface Read {
  readonly where: string;
  readonly text: string;
}

/** The text as it is, without regard to case, as the hexadecimal form of bytes, and as Base64 at each of its three alignments. */
function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    return shifted.slice(shift === 0 ? 0 : shift + 1, -1).toLowerCase();
  });
  const forms = [text.toLowerCase(), encodeURIComponent(text).toLowerCase(), bytes.toString('hex')];
  return [...forms, ...base64.filter((form) => form.length >= 8)];
}

/** Where which mark was found: `mark in place`. Never the text around it. */
export function findMarks(marks: readonly Mark[], read: readonly Read[]): string[] {
  const forms = marks.map(({ what, text }) => ({ what, forms: formsOf(text) }));
  const found = new Set<string>();
  for (const { where, text } of read) {
    const lower = text.toLowerCase();
    for (const mark of forms)
      if (mark.forms.some((form) => lower.includes(form))) found.add(`${mark.what} in ${where}`);
  }
  return [...found].sort();
}

/** Every row of every table of every database whose name begins so (`''`: of all), as text; bytes stand in it as hexadecimal. */
export async function everyRow(superuserUrl: string, databasePrefix: string): Promise<Read[]> {
  const rows: Read[] = [];
  const databases = await query<{ name: string }>(
    superuserUrl,
    'select datname as name from pg_database where datallowconn',
  );
  for (const { name: database } of databases.filter(({ name }) => name.startsWith(databasePrefix))) {
    const url = new URL(superuserUrl);
    url.pathname = `/${database}`;
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      const tables = await client.query<{ schema: string; name: string }>(
        `select schemaname as schema, tablename as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      for (const { schema, name } of tables.rows) {
        const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
        const found = await client.query<{ text: string }>(`select t::text as text from only ${table} t`);
        const where = `table ${database.slice(databasePrefix.length)}.${name}`;
        for (const { text } of found.rows) rows.push({ where, text });
      }
    } finally {
      await client.end();
    }
  }
  return rows;
}

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}
