import { z } from 'zod';

/** Random UUIDs; the only way people and things are named outside the consent register (R19). */
export const ChildIdSchema = z.uuid().brand<'ChildId'>();
export type ChildId = z.infer<typeof ChildIdSchema>;

export const GuardianIdSchema = z.uuid().brand<'GuardianId'>();
export type GuardianId = z.infer<typeof GuardianIdSchema>;

export const ReceiptIdSchema = z.uuid().brand<'ReceiptId'>();
export type ReceiptId = z.infer<typeof ReceiptIdSchema>;

export const ResultIdSchema = z.uuid().brand<'ResultId'>();
export type ResultId = z.infer<typeof ResultIdSchema>;

export const DocumentIdSchema = z.uuid().brand<'DocumentId'>();
export type DocumentId = z.infer<typeof DocumentIdSchema>;

export const LetterIdSchema = z.uuid().brand<'LetterId'>();
export type LetterId = z.infer<typeof LetterIdSchema>;

export const ConsentIdSchema = z.uuid().brand<'ConsentId'>();
export type ConsentId = z.infer<typeof ConsentIdSchema>;

export const InformationRequestIdSchema = z.uuid().brand<'InformationRequestId'>();
export type InformationRequestId = z.infer<typeof InformationRequestIdSchema>;

export const MessageIdSchema = z.uuid().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageIdSchema>;

/** Tenant boundary: the municipality's short code, such as `K1`. */
export const MunicipalitySchema = z
  .string()
  .regex(/^[A-Z0-9-]{1,16}$/)
  .brand<'Municipality'>();
export type Municipality = z.infer<typeof MunicipalitySchema>;

/** A unit or institution inside a municipality, such as `HV-1`. */
export const OrganisationSchema = z
  .string()
  .regex(/^[A-Z0-9-]{1,32}$/)
  .brand<'Organisation'>();
export type Organisation = z.infer<typeof OrganisationSchema>;
