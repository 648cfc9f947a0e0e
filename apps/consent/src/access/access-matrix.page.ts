import { accessMatrixTables, type MatrixTable } from './access-matrix.tables.js';

const intro =
  'May X see Y now? Made from the policy that decides (apps/consent/src/access/policy.ts). In brackets stands the rule behind the answer. Which roles of the unit write and share summaries the municipality narrows further in its rule set.';

/** docs/access-matrix.md. */
export function accessMatrixMarkdown(): string {
  const table = ({ title, kinds, rows }: MatrixTable) =>
    [
      `## ${title}`,
      '',
      `| Who | ${kinds.join(' | ')} |`,
      `| --- |${' --- |'.repeat(kinds.length)}`,
      ...rows.map(({ who, answers }) => `| ${who} | ${answers.join(' | ')} |`),
    ].join('\n');
  return ['# Who may see what', '', intro, '', accessMatrixTables().map(table).join('\n\n'), ''].join('\n');
}

/** GET /access-matrix. Plain HTML without styles or scripts; every word in it is the product's own. */
export function accessMatrixHtml(): string {
  const cells = (name: 'th' | 'td', words: readonly string[]) =>
    words.map((word) => (name === 'th' ? `<th scope="col">${word}</th>` : `<td>${word}</td>`)).join('');
  const table = ({ title, kinds, rows }: MatrixTable) =>
    `<h2>${title}</h2>\n<table border="1">\n<thead><tr>${cells('th', ['Who', ...kinds])}</tr></thead>\n<tbody>\n` +
    rows.map(({ who, answers }) => `<tr><th scope="row">${who}</th>${cells('td', answers)}</tr>`).join('\n') +
    '\n</tbody>\n</table>';
  return (
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Who may see what</title></head>\n<body>\n' +
    `<main>\n<h1>Who may see what</h1>\n<p>${intro}</p>\n${accessMatrixTables().map(table).join('\n')}\n</main>\n</body>\n</html>\n`
  );
}
