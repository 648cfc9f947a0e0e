/*
 * Keeps every part of the page that says where it comes from (`data-live`) as it is now. A part that says `data-more="no"` is at its end.
 * A part that cannot be kept up says so, and since when. Without this script the page shows how it stood, and a link to look again.
 */
const EVERY_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
/** One question may be broken off, as when the service is restarted. */
const TOLD_AFTER_FAILURES = 2;
const danishClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', timeStyle: 'short' });

/** How it stands now, as `html`. Without an answer none; `isLedAway` when nobody is logged in any more. */
async function present(address) {
  try {
    // Only a person begins a login: followed from here, each question would begin one.
    const answer = await fetch(address, {
      headers: { accept: 'text/html' },
      credentials: 'same-origin',
      redirect: 'manual',
    });
    return { html: answer.ok ? await answer.text() : null, isLedAway: answer.type === 'opaqueredirect' };
  } catch {
    return { html: null, isLedAway: false };
  }
}

/** Says for everybody to see that the part is old; the page itself leads through the login and back. */
function tellOld(told, since) {
  const again = document.createElement('a');
  again.href = location.pathname + location.search;
  again.textContent = 'Load the page again';
  told.replaceChildren(`Not up to date since ${danishClock.format(since)}. `, again, '.');
  told.className = 'hub-note hub-note-bad';
}

function tellNew(told) {
  told.replaceChildren();
  told.className = 'sr-only';
}

async function keepUp(part) {
  const told = part.querySelector('[data-live-told]');
  const shown = part.querySelector('[data-live-shown]');
  let pauseMs = EVERY_MS;
  let last = null;
  let lastAt = new Date();
  let failures = 0;
  while (shown.firstElementChild?.dataset.more === 'yes') {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    // Nobody looks, or somebody is at a link or button in it: not now.
    if (document.hidden || shown.contains(document.activeElement)) continue;
    const { html, isLedAway } = await present(part.dataset.live);
    if (html === null) {
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      const wasTold = failures >= TOLD_AFTER_FAILURES;
      failures += isLedAway ? TOLD_AFTER_FAILURES : 1;
      if (failures >= TOLD_AFTER_FAILURES && !wasTold) tellOld(told, lastAt);
      continue;
    }
    if (failures >= TOLD_AFTER_FAILURES) tellNew(told);
    [pauseMs, failures, lastAt] = [EVERY_MS, 0, new Date()];
    if (html === last) continue;
    last = html;
    shown.innerHTML = html;
    const words = shown.firstElementChild?.dataset.told ?? '';
    if (told.textContent !== words) told.textContent = words;
  }
}

for (const part of document.querySelectorAll('[data-live]')) void keepUp(part);
