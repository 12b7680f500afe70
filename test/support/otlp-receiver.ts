import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as a tracing system shows it. `service`: the `service.name` of its resource. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** Empty for the first span of a trace. */
  parentSpanId: string;
  name: string;
  service: string;
  attributes: Record<string, string | number>;
  links: { traceId: string; spanId: string }[];
  /** In milliseconds. */
  began: number;
  took: number;
  failed: boolean;
}

/** How the receiver answers. `hangs`: it reads spans and never answers. */
type Mood = 200 | 'hangs';

/** Receives traces by OTLP over HTTP in JSON, as a collector of OpenTelemetry does. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  mood: Mood = 200;
  /** Every request: its path, content type, and the header `api-key`. */
  readonly requests: string[] = [];
  private readonly server = http.createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const type = request.headers['content-type'];
    this.requests.push([request.url, type, request.headers['api-key']].filter(Boolean).join(' '));
    if (this.mood === 'hangs') return;
    if (type === 'application/json') this.spans.push(...read(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(this.mood, { 'content-type': type }).end();
  }
}

interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string; doubleValue?: number };
}
/** The parts of an `ExportTraceServiceRequest` that are read. */
interface Exported {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: (Pick<ReceivedSpan, 'traceId' | 'spanId' | 'name'> & {
        parentSpanId?: string;
        startTimeUnixNano: string;
        endTimeUnixNano: string;
        attributes?: Attribute[];
        links?: ReceivedSpan['links'];
        status?: { code?: number };
      })[];
    }[];
  }[];
}

const ERROR = 2;

function read(body: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body) as Exported;
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ startTimeUnixNano, endTimeUnixNano, parentSpanId = '', links = [], ...span }) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId,
        name: span.name,
        service,
        attributes: valuesOf(span.attributes ?? []),
        links: links.map(({ traceId, spanId }) => ({ traceId, spanId })),
        began: Number(BigInt(startTimeUnixNano) / 1000n) / 1000,
        took: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6,
        failed: span.status?.code === ERROR,
      })),
    );
  });
}

function valuesOf(attributes: Attribute[]): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue ?? value.doubleValue)]),
  );
}
