/** Throws when a method of kafkajs is not built as a guard around it expects, so that a new version is looked at. `where`: its part of the client. */
export function mustBeBuiltAs(method: unknown, pattern: RegExp, where: string): void {
  if (typeof method === 'function' && pattern.test(method.toString())) return;
  throw new Error(`kafkajs is not built as the guard of its ${where} expects: look at it again`);
}
