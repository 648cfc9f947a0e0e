import { z } from 'zod';
import type { ReceivedSpan } from './received-span.js';

const FAILED = 2;
const NanosecondsSchema = z
  .union([z.string().regex(/^\d{1,20}$/), z.int().min(0)])
  .transform((ns) => BigInt(ns) / 1000n);

/** The database keeps no NUL. */
const NameSchema = z
  .string()
  .max(200)
  .refine((name) => !name.includes('\0'));

const SpanSchema = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^([0-9a-f]{16})?$/)
    .optional(),
  name: NameSchema,
  startTimeUnixNano: NanosecondsSchema,
  endTimeUnixNano: NanosecondsSchema,
  status: z.object({ code: z.int().optional() }).optional(),
});

/** The part that is read of an ExportTraceServiceRequest of OTLP/HTTP 1.x in JSON (opentelemetry-proto, trace/v1). */
export const OtlpRequestSchema = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({
          attributes: z.array(
            z.object({ key: z.string(), value: z.object({ stringValue: NameSchema.optional().catch(undefined) }) }),
          ),
        }),
        scopeSpans: z.array(z.object({ spans: z.array(SpanSchema).default([]) })).default([]),
      }),
    )
    .default([]),
});

/** The spans of a request, each with its service's name. */
export function spansIn({ resourceSpans }: z.infer<typeof OtlpRequestSchema>): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? 'unknown';
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId, name, startTimeUnixNano, endTimeUnixNano, status }) => ({
        traceId,
        spanId,
        parentId: parentSpanId || null,
        service,
        name,
        startUs: Number(startTimeUnixNano),
        tookUs: Math.max(0, Number(endTimeUnixNano - startTimeUnixNano)),
        failed: status?.code === FAILED,
      })),
    );
  });
}
