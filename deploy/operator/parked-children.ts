import { ParkedAnswer, type ParkedChild } from './answers.js';
import { askHub, type OperatorsHub } from './hub-door.js';

/** As many as the door gives at once. */
const PAGE = 1000;

/** Every parked child of a service by key, page by page. */
export async function parkedChildren(hub: OperatorsHub, service: string): Promise<ParkedChild[]> {
  const found: ParkedChild[] = [];
  for (let after: string | undefined; ;) {
    const query = { limit: String(PAGE), after };
    const { parked } = await askHub(hub, service, '/messages/parked', ParkedAnswer, { query });
    found.push(...parked);
    if (parked.length < PAGE) return found;
    after = parked.at(-1)!.key;
  }
}
