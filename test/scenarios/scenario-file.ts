import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { CommandError } from '#local/command-error.js';
import { consentActs, consentAnswers, consentExpectations, consentReads } from './consent-steps.js';
import { InventedCpr, NobodysCpr } from './scenario-cpr.js';
import { words } from './scenario-words.js';

const Name = z.string().min(1);
const Date = z.union([z.iso.date(), z.date().transform((date) => date.toISOString().slice(0, 10))]);
const LocalTime = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/, 'a time in Copenhagen: 2026-05-06 14:00');

/** How often the same thing is sent. */
const Repeated = {
  times: z.int().min(1).default(1),
  /** True: all at once, false: one after the other. */
  together: z.boolean().default(false),
};

const SendSchema = z.strictObject({
  record: Name,
  version: z.int().min(1),
  child: Name.optional(),
  /** Instead of `child`: a number that nobody given has. */
  cpr: NobodysCpr.optional(),
  observed: LocalTime,
  items: z.array(z.number()),
  total: z.int().optional(),
  certified: z.boolean(),
  ...Repeated,
});
export type Send = z.infer<typeof SendSchema>;

const WriteSchema = z.strictObject({
  document: Name,
  child: Name,
  text: z.string(),
  basedOn: Name.optional(),
  ...Repeated,
});
const CorrectSchema = z.strictObject({ document: Name, text: z.string(), basedOn: Name.optional(), ...Repeated });

const ReadSchema = z.union([
  z.strictObject({ record: Name }),
  z.strictObject({ sharedDocuments: Name }),
  z.strictObject({ document: Name, version: z.int().optional() }),
  z.strictObject({ chain: Name }),
  z.strictObject({ letterContent: Name }),
  ...consentReads,
]);
export type Read = z.infer<typeof ReadSchema>;

const ChannelSchema = z.strictObject({
  to: Name,
  answers: z
    .array(z.enum(['accept', 'temporary', 'recipient_unknown', 'accept_then_time_out', 'time_out', 'busy']))
    .optional(),
  receiptAfterMinutes: z.int().optional(),
  receipt: z.enum(['withheld']).optional(),
  deliverNow: z.literal(true).optional(),
});

const AnswerSchema = z.strictObject({
  status: z.int(),
  code: words.code.optional(),
  place: z.string().optional(),
  sameBytes: z.literal(true).optional(),
  sameBytesAs: Name.optional(),
  documents: z.array(Name).optional(),
  corrected: z.boolean().optional(),
  earlierVersions: z.array(z.int()).optional(),
  identical: z.literal(true).optional(),
  ...consentAnswers,
});
export type Answer = z.infer<typeof AnswerSchema>;

const ExpectSchema = z.strictObject({
  settled: z.literal(true).optional(),
  level: z
    .strictObject({
      child: Name,
      is: words.level,
      window: z.strictObject({ from: Date, to: Date }).optional(),
      late: z.boolean().optional(),
    })
    .optional(),
  result: z
    .strictObject({
      child: Name,
      record: Name,
      total: z.int(),
      ruleVersion: z.int().optional(),
      explanation: z.array(z.string()).default([]),
    })
    .optional(),
  results: z.strictObject({ child: Name, records: z.array(Name) }).optional(),
  history: z.strictObject({ child: Name, record: Name, versions: z.array(z.int()) }).optional(),
  /** As the unit's health visitor sees them, or somebody else of the unit. */
  tasks: z
    .strictObject({ child: Name, open: z.array(words.task), by: words.who.default('health_visitor HV-1') })
    .optional(),
  events: z
    .strictObject({
      /** A record (its whole trace) or a child. */
      of: Name,
      inOrder: z.array(words.eventInOrder).optional(),
      count: words.eventCounts.optional(),
    })
    .optional(),
  oneTrace: z.strictObject({ of: Name }).optional(),
  letters: z
    .strictObject({
      to: z.record(Name, z.array(words.letter)),
      /** Only letters ordered after this record was sent. */
      since: Name.optional(),
      neverContain: z.array(z.string()).default([]),
    })
    .optional(),
  /** How often the channel was asked to send to each guardian, failed tries included. */
  sends: z.record(Name, z.int()).optional(),
  chain: z
    .strictObject({
      of: Name,
      state: words.chainState,
      lateGap: z.boolean().optional(),
      letters: z.array(z.strictObject({ channel: words.channel, tries: z.int() })).optional(),
    })
    .optional(),
  accessLog: z.strictObject({ child: Name, has: z.record(z.string(), z.string()) }).optional(),
  refusedEntries: z.record(Name, words.code).optional(),
  rejectedOnce: z.array(Name).optional(),
  ...consentExpectations,
});
export type Expectations = z.infer<typeof ExpectSchema>;

const StepSchema = z.strictObject({
  at: LocalTime.optional(),
  as: words.who.optional(),
  send: SendSchema.optional(),
  write: WriteSchema.optional(),
  correct: CorrectSchema.optional(),
  share: z.union([z.strictObject({ document: Name }), z.strictObject({ together: z.array(Name).min(2) })]).optional(),
  read: ReadSchema.optional(),
  rebuild: z.strictObject({ child: Name }).optional(),
  channel: ChannelSchema.optional(),
  ...consentActs,
  stop: words.service.optional(),
  start: words.service.optional(),
  answer: AnswerSchema.optional(),
  expect: ExpectSchema.optional(),
});
export type Step = z.infer<typeof StepSchema>;

const GuardianSchema = z.strictObject({
  cpr: InventedCpr,
  name: z.string(),
  language: z.enum(['da', 'en']).default('da'),
  digitalPostExempt: z.boolean().default(false),
  /** The guardian has had a first letter before the story begins. */
  alreadyTold: z.boolean().default(false),
});

/** A scenario as it stands in a file; docs/scenarios.md explains every word. */
export const ScenarioSchema = z.strictObject({
  scenario: z.string(),
  title: z.string(),
  rules: z.array(z.string().regex(/^R\d+$/)),
  given: z.strictObject({
    children: z.record(
      Name,
      z.strictObject({
        cpr: InventedCpr,
        unit: z.string(),
        /** The mother, then the father. */
        guardians: z.array(Name).max(2),
        /** Who of them holds custody; all when it is left out. */
        custody: z.array(Name).optional(),
      }),
    ),
    guardians: z.record(Name, GuardianSchema),
  }),
  /** The first `at` says when the story begins. */
  steps: z.array(StepSchema).refine((steps) => steps.some(({ at }) => at !== undefined), {
    message: 'nobody says what time it is: give the first step an `at`',
  }),
});
export type Scenario = z.infer<typeof ScenarioSchema>;

/**
 * Reads one scenario file; a word that the format does not know is refused with its place.
 * @throws CommandError that says what is wrong where, and where the format is explained.
 */
export async function readScenario(file: string): Promise<Scenario> {
  const parsed = ScenarioSchema.safeParse(yamlOf(file, await readFile(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error);
  throw new CommandError(`${file} is not a scenario; docs/scenarios.md explains every word:\n${faults}`);
}

function yamlOf(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new CommandError(`${file} is not YAML: ${error.message.split('\n')[0]?.replace(/:$/, '')}. Mend that line.`);
  }
}
