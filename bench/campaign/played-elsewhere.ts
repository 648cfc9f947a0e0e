/** What can go wrong and is no fault of the campaign: where it is played instead. */
export const playedElsewhere = [
  '**Events out of order, and gaps.** No event waits for one before it: results, versions and steps of letters come to the same state in whatever ' +
    'order they are heard of (`apps/screening/src/adbb/decide-journal-entry.spec.ts`, `apps/screening/src/letters/decide-letter.spec.ts`, ' +
    '`apps/notifications/src/letters/letter.rules.spec.ts`, `apps/operations/src/operations.int-spec.ts`). What does not come is told as a gap in time ' +
    '(`apps/operations/src/gaps.int-spec.ts`). What follows a parked event of a child waits behind it (`libs/messaging/src/messaging.int-spec.ts`).',
  '**A handler that throws a TypeError.** The child is parked, others flow, the consumer lives (`libs/messaging/src/messaging.int-spec.ts`).',
  '**Malformed and truncated JSON and XML, files and entity bombs in a DOCTYPE, deep nesting, wrong encodings, byte order marks.** Each refused with its ' +
    'place, while valid results beside them are acknowledged (`test/journeys/bad-input.e2e.ts`); one by one in `libs/service/src/read-json.spec.ts`, ' +
    '`apps/novax-adapter/src/novax/bad-novax-messages.spec.ts` and `apps/novax-adapter/src/kl/xml/read-xml.spec.ts`.',
  '**A body that is too large.** 413, whether or not it says its length (`test/journeys/bad-input.e2e.ts`). **One that comes too slowly.** 408 after 15 ' +
    'seconds, by a clock that is set (`libs/service/src/read-body.spec.ts`); no slow line was played against a running service.',
  '**A replay of 100,000 events.** `npm run bench -- --replay 100000` stops it, kills the service and counts the letters that went out again. Played with ' +
    '2,000, not at full size; 200 at every run of the tests, stopped and gone on with (`deploy/operator/hub-command.int-spec.ts`).',
] as const;
