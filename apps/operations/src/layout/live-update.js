/*
 * Keeps every part of the page that says where it comes from (`data-live`) as it is now. A part that says `data-more="no"` is at its end.
 * A part that cannot be kept up, or waits for somebody who holds it, says so, and since when. Without this script the page shows how it stood,
 * and a link to look again.
 */
const EVERY_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
const ANSWERED_WITHIN_MS = 10_000;
/** One question may be broken off, as when the service is restarted. */
const TOLD_AFTER_FAILURES = 2;
/** Whoever copies words out of a part need not be told at once. */
const TOLD_AFTER_HELD_MS = 5_000;
const FIELDS = 'input, select, textarea';
const danishClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', timeStyle: 'short' });

/** How it stands now, as `html`. Without an answer none; `isLedAway` when nobody is logged in any more. */
async function present(address) {
  try {
    // Only a person begins a login: followed from here, each question would begin one.
    const answer = await fetch(address, {
      headers: { accept: 'text/html' },
      credentials: 'same-origin',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
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

/** What a link or control is found again by; empty when there is nothing. */
const nameOf = (element) => element.getAttribute('href') ?? element.getAttribute('name') ?? element.id;

const alike = (shown, element) =>
  [...shown.querySelectorAll(element.localName)].filter((each) => nameOf(each) === nameOf(element));

const focusedIn = (shown) => (shown.contains(document.activeElement) ? document.activeElement : null);

/** Whether somebody would lose something: a press half done, words that are selected or typed, a place that is not found again. */
function isHeld(shown) {
  const selection = getSelection();
  const focused = focusedIn(shown);
  return (
    shown.matches(':active') ||
    (!selection.isCollapsed && selection.containsNode(shown, true)) ||
    (focused !== null && (focused.matches(FIELDS) || nameOf(focused) === ''))
  );
}

/** Shows the part as `html` says, and leaves the focus on the link or control where it is; false while somebody holds the part. */
function show(shown, html) {
  const now = document.createElement('template');
  now.innerHTML = html;
  if (now.innerHTML === shown.innerHTML) return true;
  if (isHeld(shown)) return false;
  const focused = focusedIn(shown);
  const nth = focused && alike(shown, focused).indexOf(focused);
  shown.replaceChildren(now.content);
  if (focused) {
    const again = alike(shown, focused);
    (again[nth] ?? again.at(-1))?.focus({ preventScroll: true });
  }
  return true;
}

async function keepUp(part) {
  const told = part.querySelector('[data-live-told]');
  const shown = part.querySelector('[data-live-shown]');
  let pauseMs = EVERY_MS;
  let lastAt = new Date();
  let failures = 0;
  let isToldOld = false;
  while (shown.firstElementChild?.dataset.more === 'yes') {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    // Nobody looks: not now.
    if (document.hidden) continue;
    const { html, isLedAway } = await present(part.dataset.live);
    if (html === null) {
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      failures += isLedAway ? TOLD_AFTER_FAILURES : 1;
    } else {
      [pauseMs, failures] = [EVERY_MS, 0];
    }
    if (html !== null && show(shown, html)) {
      if (isToldOld) tellNew(told);
      [isToldOld, lastAt] = [false, new Date()];
      const words = shown.firstElementChild?.dataset.told ?? '';
      if (told.textContent !== words) told.textContent = words;
      continue;
    }
    const isOld = html === null ? failures >= TOLD_AFTER_FAILURES : Date.now() - lastAt >= TOLD_AFTER_HELD_MS;
    if (isOld && !isToldOld) tellOld(told, lastAt);
    isToldOld ||= isOld;
  }
}

for (const part of document.querySelectorAll('[data-live]')) void keepUp(part);
