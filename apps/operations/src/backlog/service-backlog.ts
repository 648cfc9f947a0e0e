import type { Backlog } from './backlog.rules.js';

export type ServiceBacklog = { readonly service: string } & Backlog;
