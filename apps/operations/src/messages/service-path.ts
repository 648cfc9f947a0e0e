import { z } from 'zod';
import { deskServices } from './desk-addresses.js';

/** The service whose messages a page is about. */
export const ServicePathSchema = z.object({ service: z.enum(deskServices) });
export type ServicePath = z.infer<typeof ServicePathSchema>;
