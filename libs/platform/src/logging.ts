import type { LoggerService } from '@nestjs/common';
import { pino, type Logger, type LoggerOptions } from 'pino';
import type { Config } from './config.js';
import { workContext, type LogContext } from './work-context.js';

/** Makes lines readable in a thread, one for all loggers of the process. */
let pretty: ReturnType<typeof pino.transport> | undefined;

/** The service's logger: one JSON object per line, or readable lines with `LOG_PRETTY=true`. */
export function createLogger(service: string, config: Pick<Config, 'LOG_LEVEL' | 'LOG_PRETTY'>): Logger {
  const options: LoggerOptions = {
    level: config.LOG_LEVEL,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    mixin: contextFields,
    // The last safeguard: our code does not log these, but errors of libraries may contain them.
    redact: ['err.config.headers', 'err.writeErrors', 'err.result', 'err.op', 'err.errorResponse', 'err.keyValue'],
  };
  if (!config.LOG_PRETTY) return pino(options);
  pretty ??= pino.transport({ target: 'pino-pretty', options: { singleLine: true } });
  return pino(options, pretty);
}

/** The ids of the work that logs, and of its trace. */
function contextFields(): LogContext & { traceId?: string } {
  const { ids, span } = workContext();
  return { ...ids, ...(span && { traceId: span.traceId }) };
}

/** Nest's own log lines about its boot are only useful for debugging the boot. */
const BOOT_SCOPES = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

/** Sends Nest's own log lines to pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes the context as the last argument, and for errors a stack before it. */
  private write(severity: 'info' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, rest: unknown[]): void {
    const scope = rest.at(-1);
    const level = severity === 'info' && BOOT_SCOPES.has(scope as string) ? 'debug' : severity;
    const fields = { scope: typeof scope === 'string' ? scope : undefined };
    if (message instanceof Error) this.logger[level]({ ...fields, err: message }, message.message);
    else this.logger[level](fields, String(message));
  }
}
