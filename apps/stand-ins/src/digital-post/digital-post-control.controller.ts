import { Controller, Delete, Get, HttpCode, NotFoundException, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { OpenDoor } from '#security/door.js';
import { DigitalPostState, type SendCall } from './digital-post-state.js';
import { HubClient } from './hub-client.js';
import { postStatusMessage } from './post-status-message.js';
import { BehaviourSchema, RecipientScriptSchema } from './recipient-script.js';
import { replyMessage } from './reply-message.js';
import { requestBody } from './request-body.js';
import { postStatuses, type TakenLetter } from './taken-letter.js';

const forTests = 'control door of a stand-in: for tests and scenarios, never deployed';
const WhichSchema = z.object({ messageUuid: z.uuid().optional(), cpr: z.string().optional() });
const ReceiptSchema = WhichSchema.extend({
  status: z.enum(postStatuses),
  at: z.iso.datetime().optional(),
  errorCode: z.string().optional(),
});
const ReplySchema = WhichSchema.extend({
  label: z.string().default('Svar'),
  text: z.string(),
  /** Default: a new one. Give the same twice to send a duplicate. */
  replyUuid: z.uuidv4().optional(),
  /** Default: the recipient of the letter. */
  senderCpr: z.string().optional(),
  recipientCvr: z.string().optional(),
});

interface LetterView extends Omit<TakenLetter, 'receipts' | 'takenAt'> {
  takenAt: string;
  receipts: { status: string; at: string; errorCode: string | null; pushes: number }[];
}

/** How tests and scenarios script the channel, push at the hub, and read what came out of it. */
@Controller('control/digital-post')
export class DigitalPostControlController {
  constructor(
    private readonly state: DigitalPostState,
    private readonly hub: HubClient,
  ) {}

  /** Decides how letters to one person are answered and receipted. */
  @Put('recipients')
  @HttpCode(204)
  @OpenDoor(forTests)
  async script(@Req() request: Request): Promise<void> {
    this.state.script(RecipientScriptSchema.parse(await json(request)));
  }

  /** Decides how the channel as a whole behaves. */
  @Put('behaviour')
  @HttpCode(204)
  @OpenDoor(forTests)
  async behave(@Req() request: Request): Promise<void> {
    this.state.behaviour = BehaviourSchema.parse(await json(request));
  }

  /** Forgets letters, scripts and calls. */
  @Delete()
  @HttpCode(204)
  @OpenDoor(forTests)
  reset(): void {
    this.state.reset();
  }

  /** Every letter the channel took, oldest first, and every call of a send: `?cpr=` for one person's. */
  @Get('letters')
  @OpenDoor(forTests)
  letters(@Req() request: Request): { letters: LetterView[]; calls: SendCall[] } {
    const cpr = request.query['cpr'];
    const isMeant = ({ recipientCpr }: { recipientCpr: string }) => cpr === undefined || recipientCpr === cpr;
    return {
      letters: [...this.state.letters.values()].filter(isMeant).map(view),
      calls: this.state.calls.filter(isMeant),
    };
  }

  /** Pushes one receipt now, for a letter taken or for a message id nobody knows. Answers the hub's status. */
  @Post('receipts')
  @HttpCode(200)
  @OpenDoor(forTests)
  async receipt(@Req() request: Request): Promise<{ status: number; body: string }> {
    const { status, at, errorCode, ...which } = ReceiptSchema.parse(await json(request));
    const letter = this.find(which) ?? stranger(which.messageUuid);
    const time = at ? Temporal.Instant.from(at) : this.state.now();
    return this.hub.push('post-status', postStatusMessage(letter, { status, at: time, errorCode: errorCode ?? null }));
  }

  /** Lets the recipient of a letter reply. Answers the hub's status and body, and the reply's own message id. */
  @Post('replies')
  @HttpCode(200)
  @OpenDoor(forTests)
  async reply(@Req() request: Request): Promise<{ status: number; body: string; replyUuid: string }> {
    const {
      label,
      text,
      replyUuid = randomUUID(),
      senderCpr,
      recipientCvr,
      ...which
    } = ReplySchema.parse(await json(request));
    const letter = this.find(which);
    const message = replyMessage({
      messageUuid: replyUuid,
      repliesTo: letter?.messageUuid ?? which.messageUuid ?? randomUUID(),
      senderCpr: senderCpr ?? letter?.recipientCpr ?? which.cpr ?? '',
      recipientCvr: recipientCvr ?? letter?.senderCvr ?? '',
      label,
      text,
      // The same reply has the same bytes however often it is sent.
      createdAt: letter?.takenAt ?? this.state.now(),
    });
    return { ...(await this.hub.push('incoming-post', message)), replyUuid };
  }

  private find({ messageUuid, cpr }: z.infer<typeof WhichSchema>): TakenLetter | null {
    if (messageUuid) return this.state.letters.get(messageUuid) ?? null;
    const found = [...this.state.letters.values()].findLast(({ recipientCpr }) => recipientCpr === cpr);
    if (!found) throw new NotFoundException();
    return found;
  }
}

const json = async (request: Request): Promise<unknown> => JSON.parse(await requestBody(request)) as unknown;

const stranger = (messageUuid = randomUUID() as string) => ({
  messageUuid,
  channel: 'digital_post' as const,
  transmissionId: randomUUID(),
});

function view(letter: TakenLetter): LetterView {
  const receipts = letter.receipts.map((receipt) => ({ ...receipt, at: receipt.at.toString() }));
  return { ...letter, takenAt: letter.takenAt.toString(), receipts };
}
