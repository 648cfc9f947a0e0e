import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG } from '#service/config-token.js';
import { mustOpenAll } from '#service/must-open-all.js';
import { AccessTokens } from './channel/access-tokens.js';
import { LetterChannel } from './channel/letter-channel.js';
import { ServicePlatformChannel } from './channel/service-platform.channel.js';
import { ChildDeletedConsumer } from './deletion/child-deleted.consumer.js';
import { DeletedChild } from './deletion/deleted-child.store.js';
import { ConsentRequestsConsumer } from './letters/consent-requests.consumer.js';
import { EndConsentLetters } from './letters/end-consent-letters.js';
import { LetterReasonStore } from './letters/letter-reason.store.js';
import { LetterStore } from './letters/letter.store.js';
import { LETTER_PAUSES } from './letters/letter-pauses.js';
import type { LetterPauses } from './letters/letter.rules.js';
import { LettersController } from './letters/letters.controller.js';
import { MoveLetter } from './letters/move-letter.js';
import { OrderConsentLetters } from './letters/order-consent-letters.js';
import { OrderFirstShareLetters } from './letters/order-first-share-letters.js';
import { PortalDocumentSharedConsumer } from './letters/portal-document-shared.consumer.js';
import { PublishLetterState } from './letters/publish-letter-state.js';
import type { NotificationsConfig } from './notifications.config.js';
import { ApplyReceipt } from './receipts/apply-receipt.js';
import { PostStatusController } from './receipts/post-status.controller.js';
import { IncomingPostController } from './replies/incoming-post.controller.js';
import { RepliesController } from './replies/replies.controller.js';
import { replyKeys, replySeals } from './replies/reply-seals.js';
import { ReplyStore } from './replies/reply.store.js';
import { ReplyVault } from './replies/reply-vault.js';
import { TakeReply } from './replies/take-reply.js';
import { ActOnLetter } from './sending/act-on-letter.js';
import { Guardianship } from './sending/guardianship.client.js';
import { LetterBell } from './sending/letter-bell.js';
import { LetterClaims } from './sending/letter-claims.js';
import { OpenLettersMetric } from './letters/open-letters.metric.js';
import { LetterSendingJob } from './sending/letter-sending.job.js';
import { PrepareLetter } from './sending/prepare-letter.js';
import { QuestionLetter } from './sending/question-letter.js';
import { SendLetter } from './sending/send-letter.js';
import { SenderRegister } from './sending/sender-register.js';
import { StandingReason } from './sending/standing-reason.js';
import { CheckTemplates } from './texts/check-templates.js';

/** Everything that comes in, everything that goes round, everything that stores. */
@Module({
  controllers: [
    PortalDocumentSharedConsumer,
    ConsentRequestsConsumer,
    ChildDeletedConsumer,
    PostStatusController,
    IncomingPostController,
    RepliesController,
    LettersController,
  ],
  providers: [
    DeletedChild,
    LetterSendingJob,
    ActOnLetter,
    SendLetter,
    QuestionLetter,
    PrepareLetter,
    LetterClaims,
    LetterBell,
    OrderFirstShareLetters,
    OrderConsentLetters,
    EndConsentLetters,
    ApplyReceipt,
    TakeReply,
    PublishLetterState,
    LetterStore,
    OpenLettersMetric,
    LetterReasonStore,
    MoveLetter,
    ReplyStore,
    ReplyVault,
    {
      provide: 'all kept seals open',
      inject: [DataSource, CONFIG],
      useFactory: (dataSource: DataSource, config: NotificationsConfig) =>
        mustOpenAll(dataSource, replySeals, replyKeys(config), 'REPLY_SEAL_KEY'),
    },
    Guardianship,
    StandingReason,
    SenderRegister,
    CheckTemplates,
    {
      provide: LetterChannel,
      inject: [CONFIG],
      useFactory: (config: NotificationsConfig) => {
        const {
          DIGITAL_POST_URL: url,
          DIGITAL_POST_SAML_TOKEN: samlToken,
          DIGITAL_POST_TIMEOUT_MS: timeoutMs,
        } = config;
        const tokens = new AccessTokens(`${url}/service/AccessTokenService_1/token`, samlToken, timeoutMs);
        return new ServicePlatformChannel(url, tokens, timeoutMs);
      },
    },
    {
      provide: LETTER_PAUSES,
      inject: [CONFIG],
      useFactory: (config: NotificationsConfig): LetterPauses => ({
        retry: config.RETRY_PAUSES,
        question: config.QUESTION_PAUSES,
        receipt: config.RECEIPT_PAUSES,
        postpone: config.POSTPONE_PAUSES,
        settle: config.NOT_KNOWN_SETTLES,
      }),
    },
  ],
})
export class NotificationsModule {}
