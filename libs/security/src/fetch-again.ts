/**
 * `fetch` for questions that may be asked twice: tried once more when the connection failed, which is what a kept-alive connection does
 * when the other side has restarted. A maker of requests is
 * asked again too, for what may be sent only once. Time-outs and answers of any status are final.
 */
export async function fetchAgain(
  url: string | URL,
  init?: RequestInit | (() => Promise<RequestInit>),
): Promise<Response> {
  const request = async () => (typeof init === 'function' ? init() : init);
  try {
    return await fetch(url, await request());
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    return fetch(url, await request());
  }
}

/** undici says `fetch failed` for everything below HTTP; a time-out or an abort has another name. */
function isConnectionFailure(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'TypeError';
}
