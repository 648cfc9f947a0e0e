/*
 * Keeps every part of the page that says where it comes from (`data-live`) as it is now. A part that says `data-more="no"` is at its end.
 * Without this script the page shows how it stood, and a link to look again.
 */
const EVERY_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

async function present(address) {
  const answer = await fetch(address, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
  // Who is no longer logged in is led elsewhere; the page then stays as it is.
  if (!answer.ok || answer.redirected) return null;
  return answer.text();
}

async function keepUp(part) {
  const told = part.querySelector('[data-live-told]');
  const shown = part.querySelector('[data-live-shown]');
  let pauseMs = EVERY_MS;
  let last = null;
  while (shown.firstElementChild?.dataset.more === 'yes') {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    // Nobody looks, or somebody is at a link or button in it: not now.
    if (document.hidden || shown.contains(document.activeElement)) continue;
    const now = await present(part.dataset.live).catch(() => null);
    pauseMs = now === null ? Math.min(2 * pauseMs, LONGEST_PAUSE_MS) : EVERY_MS;
    if (now === null || now === last) continue;
    last = now;
    shown.innerHTML = now;
    const words = shown.firstElementChild?.dataset.told ?? '';
    if (told.textContent !== words) told.textContent = words;
  }
}

for (const part of document.querySelectorAll('[data-live]')) void keepUp(part);
