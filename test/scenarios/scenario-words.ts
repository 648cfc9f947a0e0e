import { z } from 'zod';
import { eventCatalogue } from '#contracts/event-catalogue.js';
import { ScreeningLevelChangedV1Schema } from '#contracts/events/screening-level-changed.js';
import { StaffRoleSchema } from '#contracts/questions/access.js';
import { LetterSummarySchema } from '#contracts/questions/letters.js';
import { refusalCodes } from '#contracts/refusal-codes.js';
import { serviceNames } from '#local/service-name.js';
import { ChainSchema } from '../../apps/operations/src/chains/chain.schema.js';
import { TaskKindSchema } from '../../apps/screening/src/tasks/task.view.js';

/** The words that the product itself knows, so that a misspelt one is refused when a scenario is read. */
export const words = {
  level: ScreeningLevelChangedV1Schema.shape.to.unwrap(),
  task: TaskKindSchema,
  chainState: ChainSchema.shape.state,
  channel: LetterSummarySchema.shape.channel.unwrap(),
  letter: LetterSummarySchema.shape.kind,
  service: z.enum(serviceNames),
  code: z.enum(Object.keys(refusalCodes) as [keyof typeof refusalCodes, ...(keyof typeof refusalCodes)[]]),
  /** `screening.result.recorded`, or `letter.requested x2` for twice. */
  eventInOrder: z.string().refine((text) => isEvent(text.replace(/ x\d+$/, '')), 'no event of the catalogue'),
  /** How often each event comes. Of an event that the hub does not have, none can be asked for. */
  eventCounts: z.record(z.string(), z.int()).superRefine((counts, { addIssue }) => {
    for (const [name, count] of Object.entries(counts)) {
      if (count > 0 && !isEvent(name)) addIssue({ code: 'custom', path: [name], message: 'no event of the catalogue' });
    }
  }),
  /** `journal K1`, `health_visitor HV-1`, `guardian G1`, `young_person barn`, `ops_operator`. */
  who: z.string().refine(
    (text) => {
      const [role = '', name, ...more] = text.split(' ');
      if (more.length > 0) return false;
      if (StaffRoleSchema.safeParse(role).success) return true;
      return ['journal', 'guardian', 'young_person'].includes(role) && name !== undefined;
    },
    `who acts: journal K1, guardian NAME, young_person NAME, or ${StaffRoleSchema.options.join(', ')} with the unit`,
  ),
};

const isEvent = (name: string): boolean => eventCatalogue.some((event) => event.name === name);
