import { CampaignLetters } from '../life/campaign-letters.js';
import type { CampaignFamily } from '../life/campaign-family.js';
import type { Fault } from '../campaign/fault.js';
import type { FaultStage } from '../campaign/fault-stage.js';
import { setHubClock } from '../campaign/hub-clock.js';

const HOUR_MS = 3_600_000;
const HOURS_AWAY = 6;
const common = { ground: 'one-broker', rounds: 3 } as const;

/** Both parents' letters meet this at the channel, and in the end each lies in the mailbox once. */
async function delivered(stage: FaultStage, mother: object, father: object): Promise<CampaignFamily> {
  const { outside } = stage.ground;
  const family = await outside.babyFamily();
  await outside.script(family.mother, mother);
  await outside.script(family.father, father);
  const visited = await stage.visits.ofNewChild(family);
  await stage.chains.end(visited.chain);
  return visited;
}

const answers = (...kinds: string[]) => ({ answers: kinds.map((kind) => ({ kind })) });
const lettersOf = (stage: FaultStage) =>
  new CampaignLetters(stage.ground.doors, stage.ground.outside, stage.visits, stage.chains);

/** The letter channel in trouble. In all of it: no letter twice, none lost. */
export const channelFaults: readonly Fault[] = [
  {
    ...common,
    name: 'channel-silent-after-accept',
    does: 'The channel takes a letter and does not answer, or answers with an error of a proxy; or it does not answer and has not taken it.',
    mustHold: 'The letter is in doubt until the channel has been asked, and is sent again only when it was not taken.',
    round: (stage) =>
      stage.life(async () => {
        stage.families.push(
          ...(await Promise.all([
            lettersOf(stage).withLostAnswers(),
            delivered(stage, answers('accept_then_500'), answers('time_out', 'accept_then_time_out')),
          ])),
        );
      }),
  },
  {
    ...common,
    name: 'channel-refuses',
    does: 'The channel answers 500, 429 and 503, forgets its tokens, and cuts the line under way, several times each.',
    mustHold: 'Letters are tried again until they are taken.',
    round: (stage) =>
      stage.life(async () => {
        stage.families.push(
          ...(await Promise.all([
            delivered(stage, answers('error_500', 'error_500'), answers('busy', 'busy')),
            delivered(stage, answers('temporary', 'cut_line'), answers('unauthorized', 'error_500', 'cut_line')),
          ])),
        );
      }),
  },
  {
    ...common,
    name: 'channel-paper',
    does: 'Letters to people without Digital Post go to the printer, who prints whatever is sent, also twice: it takes one and does not answer, or answers with an error of a proxy; it is busy, refuses for now, and forgets its tokens.',
    mustHold: 'Everybody gets one letter on paper; what may have been taken is not sent again.',
    round: (stage) =>
      stage.life(async () => {
        const exempt = (...kinds: string[]) => ({ exempt: true, ...answers(...kinds) });
        stage.families.push(
          ...(await Promise.all([
            delivered(stage, exempt('accept_then_time_out'), exempt('busy', 'temporary', 'accept_then_500')),
            delivered(stage, exempt('accept_then_500'), exempt('error_500', 'unauthorized', 'accept_then_time_out')),
          ])),
        );
      }),
  },
  {
    ...common,
    name: 'channel-receipts',
    does: 'Receipts come late, three times each, only to whoever asks, as refusals, and as refusals after a delivery; one never comes and is missed after a day.',
    mustHold: 'Each receipt counts once; a refusal makes a task for the nurse; a missing one is found.',
    round: (stage) =>
      stage.life(async () => {
        const contradicted = { receipt: { after: 'PT1S', copies: 2, negativeAfter: 'PT1S' } };
        stage.families.push(
          ...(await Promise.all([
            delivered(stage, { receipt: { copies: 3 } }, { receipt: { after: 'PT8S', copies: 2 } }),
            delivered(stage, contradicted, { receipt: { mode: 'on_time', after: 'PT0S' } }),
            lettersOf(stage).withoutReceipts(),
          ])),
        );
      }),
  },
  {
    ...common,
    name: 'channel-away-for-hours',
    does: `Every door of the channel answers 503 for ${HOURS_AWAY} hours of the domain's clock.`,
    mustHold: 'Letters wait and go out once when the channel is back.',
    round: (stage) =>
      stage.life(
        async () => {
          const { doors, outside } = stage.ground;
          await outside.channelIs('down');
          const families = await Promise.all(
            [1, 2].map(async () => stage.visits.ofNewChild(await outside.babyFamily())),
          );
          for (let hour = 1; hour <= HOURS_AWAY; hour++) {
            await setHubClock(doors, new Date(Date.now() + hour * HOUR_MS));
            await stage.goesOnAcknowledging(1_000);
          }
          for (const { mother } of families) {
            const early = await outside.lettersTo(mother);
            stage.must(early === 0, `a channel that was down took ${early} letters`);
          }
          await outside.channelIs('up');
          await Promise.all(families.map(({ chain }) => stage.chains.end(chain)));
          await setHubClock(doors, new Date());
          stage.families.push(...families);
        },
        { shared: 0 },
      ),
  },
];
