import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino, type Logger } from 'pino';
import { errorFields } from './error-fields.js';
import { writtenField, type LogFields } from './log-fields.js';
import { redactCpr } from './redact-cpr.js';

/**
 * Only a text written in the source: a string put together at run time does not compile, so no value can hide in a message. (A type
 * with a hole for any string makes an index signature, which an empty object satisfies; a fixed text makes a required key.)
 */
type FixedText<T extends string> = Record<never, never> extends Record<T, 1> ? never : T;

/**
 * The hub's only log: one JSON line with time, level, service, trace_id and span_id. Text and details travel apart: the text is
 * a literal that says what happened, the details are named ids, codes and numbers. Of an error only class, code and place are kept.
 */
export class Log {
  constructor(private readonly out: Logger) {}

  debug<T extends string>(what: FixedText<T>, fields?: LogFields): void {
    if (this.out.isLevelEnabled('debug')) this.out.debug(line(fields), redactCpr(what));
  }

  info<T extends string>(what: FixedText<T>, fields?: LogFields): void {
    this.out.info(line(fields), redactCpr(what));
  }

  warn<T extends string>(what: FixedText<T>, fields?: LogFields, error?: unknown): void {
    this.out.warn(line(fields, error), redactCpr(what));
  }

  error<T extends string>(what: FixedText<T>, fields?: LogFields, error?: unknown): void {
    this.out.error(line(fields, error), redactCpr(what));
  }
}

function line(fields: LogFields | undefined, error?: unknown): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  const span = trace.getActiveSpan()?.spanContext();
  if (span && isSpanContextValid(span)) {
    written['trace_id'] = span.traceId;
    written['span_id'] = span.spanId;
  }
  for (const [name, value] of Object.entries(fields ?? {}))
    if (value !== undefined) written[name] = writtenField(value);
  if (error !== undefined) Object.assign(written, errorFields(error));
  return written;
}

/** A log that writes to the given stream; the service itself uses `log`. */
export function createLog(out: { write(text: string): void }, level: string, service: string): Log {
  return new Log(
    pino(
      {
        level,
        base: { service },
        timestamp: () => `,"time":"${new Date().toISOString()}"`,
        formatters: { level: (label) => ({ level: label }) },
      },
      out,
    ),
  );
}

export const log = createLog(process.stdout, process.env['HUB_LOG'] ?? 'info', process.env['HUB_SERVICE'] ?? 'hub');
