import { randomUUID } from 'node:crypto';
import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import type { CampaignVisits, Person, Sharing } from './campaign-visits.js';

const nurse = 'hv1-nurse';
const operator = 'ops';
/** More than any campaign needs. */
const FAMILIES = 5_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Daily life for the campaign: families come, journals send, health visitors share, letters go out, parents read and reply. */
export class CampaignLife {
  private families: Person[] = [];

  constructor(
    private readonly doors: CampaignDoors,
    private readonly visits: CampaignVisits,
  ) {}

  /** Everything that the campaign's days are made of, once, side by side for three new families. */
  async day(): Promise<CampaignFamily[]> {
    const [lostAnswers, change, noReceipts] = [await this.family(), await this.family(), await this.family()];
    const families = await Promise.all([
      this.lettersWithLostAnswers(lostAnswers),
      this.replyAndCustodyChange(change),
      this.lettersWithoutReceipts(noReceipts),
    ]);
    await this.rebuild();
    return families;
  }

  /** The mother's letter is taken and the father's is not, but neither send is answered. */
  private async lettersWithLostAnswers(family: Person): Promise<CampaignFamily> {
    await this.script(family.mother, { answers: [{ kind: 'accept_then_time_out' }] });
    await this.script(family.father, { answers: [{ kind: 'time_out' }] });
    const shared = await this.visits.ofNewChild(family);
    await this.chainEnds(shared, 'complete');
    return { ...shared, chainEnds: 'complete', replies: 0 };
  }

  /** The mother replies; then the father loses custody, and with it the document. */
  private async replyAndCustodyChange(family: Person): Promise<CampaignFamily> {
    const { child, mother, father } = family;
    const shared = await this.visits.ofNewChild(family);
    await this.chainEnds(shared, 'complete');
    const reply = { cpr: mother, text: 'Tak for sidst.', replyUuid: randomUUID() };
    await this.pushed('digital-post/replies', reply);
    const families = [{ child, mother, father, custody: [{ type: 3 }] }];
    await this.put('custody-register/people', { families });
    await this.pushed('custody-register/change-events', { cpr: child });
    const path = `/documents/${shared.documentId}`;
    const { status } = await this.doors.answer({ service: 'parent-portal', path, who: father });
    if (status !== 403) throw new Error(`The portal answered ${status} to a father without custody`);
    return { ...shared, chainEnds: 'complete', replies: 1 };
  }

  /** The mother's letter cannot be delivered, so that the nurse gets a task; of the father's nothing is heard until it is late. */
  private async lettersWithoutReceipts(family: Person): Promise<CampaignFamily> {
    await this.script(family.mother, { receipt: { outcome: 'failed' } });
    await this.script(family.father, { receipt: { mode: 'none' } });
    const shared = await this.visits.ofNewChild(family);
    await this.gapIsFound(shared);
    const receipt = { cpr: family.father, status: 'Afleveret Digital Post' };
    await this.pushed('digital-post/receipts', receipt);
    await this.chainEnds(shared, 'failed');
    await this.closeTask(shared.childId);
    return { ...shared, chainEnds: 'failed', replies: 0 };
  }

  private async chainEnds({ receiptId }: Sharing, state: CampaignFamily['chainEnds']): Promise<void> {
    await this.doors.until(`the end of the chain of receipt ${receiptId}`, async () => {
      const { json } = await this.chain(receiptId);
      const ended = json['steps']?.filter(({ name }: any) => name === 'letter.delivered' || name === 'letter.failed');
      return json['state'] === state && ended.length === 2 ? true : null;
    });
  }

  /** A day later by the clock of operations: they see that a receipt is missing. */
  private async gapIsFound({ receiptId }: Sharing): Promise<void> {
    await this.doors.until(`the gap in the chain of receipt ${receiptId}`, async () => {
      await this.setClock(Date.now() + DAY_MS + HOUR_MS);
      return (await this.chain(receiptId)).json['gaps']?.length > 0 ? true : null;
    });
    await this.setClock(Date.now());
  }

  private setClock(epochMs: number): Promise<unknown> {
    const body = { at: new Date(epochMs).toISOString() };
    return this.doors.insist({ service: 'operations', path: '/clock', method: 'PUT', body });
  }

  private chain(receiptId: string): ReturnType<CampaignDoors['answer']> {
    return this.doors.answer({ service: 'operations', path: `/receipts/${receiptId}/chain`, who: operator });
  }

  /** Whoever gets no answer looks again whether the task is still open. */
  private async closeTask(childId: string): Promise<void> {
    await this.doors.until(`the closed task about child ${childId}`, async () => {
      const record = await this.doors.insist({ service: 'screening', path: `/children/${childId}/record`, who: nurse });
      const task = record.json['tasks'].find(({ kind }: any) => kind === 'reach_parent_another_way');
      if (task?.state === 'closed') return true;
      const closing = { path: `/tasks/${task?.taskId}/close`, body: {} };
      if (task) await this.doors.answer({ service: 'screening', who: nurse, ...closing });
      return null;
    });
  }

  private async rebuild(): Promise<void> {
    const { json } = await this.doors.insist({ service: 'screening', path: '/rebuilds', who: operator, body: {} });
    if (!json['identical']) throw new Error(`A rebuild found differences: ${JSON.stringify(json['differences'])}`);
  }

  private async family(): Promise<Person> {
    if (this.families.length === 0) {
      const firstBirth = new Date(Date.now() - 300 * DAY_MS).toISOString().slice(0, 10);
      const { json } = await this.put('custody-register/generated-families', { count: FAMILIES, firstBirth });
      this.families = json['families'].map(({ child, guardians: [mother, father] }: any) => ({
        child,
        mother,
        father,
      }));
    }
    return this.families.pop()!;
  }

  private script(cpr: string, script: object): Promise<unknown> {
    return this.put('digital-post/recipients', { cpr, ...script });
  }

  /** Sets how the world outside the municipality is. */
  private put(door: string, body: object): ReturnType<CampaignDoors['insist']> {
    return this.doors.insist({ service: 'stand-ins', path: `/control/${door}`, method: 'PUT', body });
  }

  /** Lets somebody outside push at the hub until the hub has taken it. */
  private async pushed(door: string, body: object): Promise<void> {
    await this.doors.until(`the answer of the hub to ${door}`, async () => {
      const { json } = await this.doors.answer({ service: 'stand-ins', path: `/control/${door}`, body });
      return json['status'] < 300 ? true : null;
    });
  }
}
