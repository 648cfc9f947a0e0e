import { SpanKind, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inSpan } from './in-span.js';
import { createLog } from './log.js';
import { counter, gauge, histogram } from './metrics.js';
import { RecordedSpans } from './recorded-spans.js';
import { Telemetry } from './telemetry.js';
import { activeTraceparent, contextOf, spanContextOf, traceIdOf, traceparentOf } from './traceparent.js';
import { withRemoteParent } from './with-remote-parent.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('telemetry', () => {
  const recorded = new RecordedSpans();

  beforeAll(() => Telemetry.start({ service: 'test', processors: [recorded.processor] }));
  afterAll(() => Telemetry.stop());

  const last = () => recorded.finished().at(-1)!;

  it('carries a stored traceparent on into the work and what the work stores', async () => {
    const inside = await withRemoteParent(PARENT, 'process child.registered.v1', SpanKind.CONSUMER, async (span) => {
      await Promise.resolve();
      expect(activeTraceparent()).toBe(traceparentOf(span));
      return traceparentOf(span);
    });
    expect(traceIdOf(inside)).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(last().parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(last().kind).toBe(SpanKind.CONSUMER);
  });

  it('starts a trace of its own where no usable traceparent is', () => {
    for (const bad of [null, undefined, '', 'x', '00-00000000000000000000000000000000-b7ad6b7169203331-01']) {
      expect(spanContextOf(bad)).toBeNull();
      withRemoteParent(bad, 'process child.registered.v1', SpanKind.CONSUMER, () => undefined);
      expect(last().parentSpanContext).toBeUndefined();
    }
  });

  it('links spans that are tied but not related', () => {
    inSpan('share document', { links: [spanContextOf(PARENT)!] }, () => undefined);
    expect(last().links[0]?.context.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it('marks a failed span with the class of the error and not with its message', async () => {
    const failing = inSpan('take report', { parent: contextOf(PARENT) }, async () => {
      throw new RangeError('Ane 610190-1234');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(last().attributes['error.type']).toBe('RangeError');
    expect(JSON.stringify([last().events, last().status])).not.toContain('Ane');
  });

  it('puts the trace of the moment on each log line', () => {
    let text = '';
    const log = createLog({ write: (line) => (text += line) }, 'info', 'test');
    const spanId = inSpan('take report', {}, (span) => {
      log.info('Inside');
      return span.spanContext().spanId;
    });
    expect(JSON.parse(text)).toMatchObject({ span_id: spanId, trace_id: last().spanContext().traceId });
  });

  it('shows metrics as Prometheus text', async () => {
    counter('hub.intake.refused').add(2, { code: 'CPR_INVALID' });
    histogram('hub.intake.duration').record(0.02);
    histogram('hub.relay.batch.size').record(3);
    const end = gauge('hub.messages.stopped', () => [{ value: 7, attributes: { 'hub.state': 'parked' } }]);
    const text = await Telemetry.prometheusText();
    expect(text).toContain('hub_intake_refused_total{code="CPR_INVALID"} 2');
    expect(text).toContain('hub_intake_duration_bucket{le="0.025"} 1');
    expect(text).toContain('hub_relay_batch_size_bucket{le="5"} 1');
    expect(text).toContain('hub_messages_stopped{hub_state="parked"} 7');
    expect(text).toContain('# HELP hub_intake_refused_total Entries refused, by code');
    end();
  });

  it('shows of a gauge only what is so now: a partition that went to another instance leaves no lag behind', async () => {
    let partitions = [0, 1];
    const end = gauge('hub.consumer.lag', () =>
      partitions.map((partition) => ({ value: 500, attributes: { 'messaging.destination.partition.id': partition } })),
    );
    const shown = async () => (await Telemetry.prometheusText()).match(/^hub_consumer_lag\{.*$/gm);
    expect(await shown()).toHaveLength(2);
    partitions = [1];
    expect(await shown()).toEqual(['hub_consumer_lag{messaging_destination_partition_id="1"} 500']);
    end();
    expect(await shown()).toBeNull();
  });

  it('leaves out a gauge that hangs and tells the rest, once for all who ask meanwhile', async () => {
    let asked = 0;
    const ends = [
      gauge('hub.letters.open', () => {
        asked += 1;
        return new Promise<never>(() => undefined);
      }),
      gauge('hub.database.up', () => 0),
    ];
    const [text, same] = await Promise.all([Telemetry.prometheusText(), Telemetry.prometheusText()]);
    expect(text).toContain('hub_database_up 0');
    expect(text).not.toContain('hub_letters_open');
    expect([same, asked]).toEqual([text, 1]);
    for (const end of ends) end();
  });
});

describe('the export of spans', () => {
  const spans = (count: number) => {
    for (let made = 0; made < count; made += 1) trace.getTracer('t').startSpan('s').end();
  };

  it('reaches a receiver in batches', async () => {
    let received = 0;
    const receiver = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        received += (body.match(/"spanId"/g) ?? []).length;
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const otlpUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    await Telemetry.start({ service: 'test', otlpUrl });
    spans(700);
    await Telemetry.stop();
    receiver.close();
    receiver.closeAllConnections();
    expect(received).toBe(700);
  });

  it('comes to an end when the receiver is down, and nobody hears of it who makes spans', async () => {
    await Telemetry.start({ service: 'test', otlpUrl: 'http://127.0.0.1:9' });
    expect(() => spans(10_000)).not.toThrow();
    await expect(Telemetry.stop()).resolves.toBeUndefined();
  });
});
