import { refusalCodes } from '#contracts/refusal-codes.js';

/** How the sender mends what was refused. While the hub is upgraded, another version may have stored a code that is unknown here. */
export function cureOf(code: string): string {
  const meaning = (refusalCodes as Readonly<Record<string, { cure: string }>>)[code];
  return (
    meaning?.cure ??
    'Follow the cure in the answer that you got when you sent it. If you no longer have it, ask again in an hour: the hub is being upgraded.'
  );
}
