import { Temporal } from 'temporal-polyfill';
import { registerPeople } from './people.js';
import { call, digits, until, type World } from './world.js';

/** Brings the given people into the registers and the children into the hub, and tells earlier letters. */
export async function prepare(world: World, setClock: (at: Temporal.Instant) => Promise<void>): Promise<void> {
  const { children, guardians } = world.scenario.given;
  const storyBegins = world.now;
  await registerPeople(world);
  const nurse = await world.hub.staffToken('health_visitor', 'HV-1');
  for (const [name, child] of Object.entries(children)) {
    const body = JSON.stringify({ cpr: digits(child.cpr), healthVisitingUnit: child.unit });
    const answer = await call(`${world.hub.urls['consent']}/children`, nurse, { method: 'POST', body });
    if (answer.status > 201) throw new Error(`Child ${name} could not be registered: ${answer.status} ${answer.bytes}`);
    world.childIds.set(name, String(answer.json['childId']));
  }
  const told = Object.entries(children).filter(([, child]) =>
    child.guardians.some((guardian) => guardians[guardian]?.alreadyTold),
  );
  if (told.length === 0) return;
  await setClock(storyBegins.subtract({ hours: 30 * 24 }));
  for (const [name] of told) await tellOnce(world, nurse, String(world.childIds.get(name)));
  await setClock(storyBegins);
}

/** Shares a first document a month earlier, so that the guardians have had their letter when the story begins. */
async function tellOnce(world: World, nurse: string, childId: string): Promise<void> {
  const screening = world.hub.urls['screening'];
  const written = await call(`${screening}/children/${childId}/documents`, nurse, {
    method: 'POST',
    body: JSON.stringify({ kind: 'health_visit_summary', text: 'Første besøg.' }),
  });
  const shared = await call(`${screening}/documents/${String(written.json['documentId'])}/share`, nurse, {
    method: 'POST',
    body: '{}',
  });
  if (shared.status > 201)
    throw new Error(`The earlier document could not be shared: ${shared.status} ${shared.bytes}`);
  const delivered = await until(async () =>
    world.log.where((event) => event.name === 'letter.delivered' && event.subject === childId).length >= 2
      ? true
      : 'the earlier letters are not delivered',
  );
  if (typeof delivered === 'string') throw new Error(delivered);
}
