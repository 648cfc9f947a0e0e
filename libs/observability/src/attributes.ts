import type { AttributeName } from './attribute-catalogue.js';

/** Names of span and metric attributes used by the hub. Values are codes, ids and numbers; never a person's data or free text. */
export const attributes = {
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  errorType: 'error.type',
  messagingSystem: 'messaging.system',
  messagingOperation: 'messaging.operation.name',
  messagingDestination: 'messaging.destination.name',
  messagingPartition: 'messaging.destination.partition.id',
  messagingConsumerGroup: 'messaging.consumer.group.name',
  messagingMessageId: 'messaging.message.id',
  municipality: 'hub.municipality',
  principalKind: 'hub.principal.kind',
  refusalCode: 'hub.refusal.code',
  eventType: 'hub.event.type',
  consumer: 'hub.consumer',
  letterId: 'hub.letter.id',
  documentId: 'hub.document.id',
  attempt: 'hub.attempt',
  errorClass: 'hub.error.class',
  calledService: 'hub.called.service',
} as const satisfies Record<string, AttributeName>;
