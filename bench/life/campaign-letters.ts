import type { CampaignChains } from './campaign-chains.js';
import type { CampaignDoors } from './campaign-doors.js';
import type { CampaignFamily } from './campaign-family.js';
import type { CampaignOutside } from './campaign-outside.js';
import type { CampaignVisits } from './campaign-visits.js';

const nurse = 'hv1-nurse';

/** Families whose letters meet a channel in trouble. */
export class CampaignLetters {
  constructor(
    private readonly doors: CampaignDoors,
    private readonly outside: CampaignOutside,
    private readonly visits: CampaignVisits,
    private readonly chains: CampaignChains,
  ) {}

  /** The mother's letter is taken and the father's is not, but neither send is answered. */
  async withLostAnswers(): Promise<CampaignFamily> {
    const family = await this.outside.babyFamily();
    await this.outside.script(family.mother, { answers: [{ kind: 'accept_then_time_out' }] });
    await this.outside.script(family.father, { answers: [{ kind: 'time_out' }] });
    const visited = await this.visits.ofNewChild(family);
    await this.chains.end(visited.chain);
    return visited;
  }

  /** The mother's letter cannot be delivered, so that the nurse gets a task; of the father's nothing is heard until it is late. */
  async withoutReceipts(): Promise<CampaignFamily> {
    const family = await this.outside.babyFamily();
    await this.outside.script(family.mother, { receipt: { outcome: 'failed' } });
    await this.outside.script(family.father, { receipt: { mode: 'none' } });
    const visited = await this.visits.ofNewChild(family);
    await this.chains.gapIsFound(visited.chain);
    const receipt = { cpr: family.father, status: 'Afleveret Digital Post' };
    await this.outside.push('digital-post/receipts', receipt);
    const chain = { ...visited.chain, ends: 'failed' as const };
    await this.chains.end(chain);
    await this.closeTask(visited.childId);
    return { ...visited, chain, tasks: { reach_parent_another_way: 1 } };
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
}
