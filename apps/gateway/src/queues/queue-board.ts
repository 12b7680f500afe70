import { createBullBoard } from '@bull-board/api';
import { FastifyAdapter } from '@bull-board/fastify';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DEFAULT_LANGUAGE, QUEUES } from '#contracts';
import { queueOptions, shareQueueConnection } from '#messaging';
import { CONFIG, LOGGER, ProblemError, type Config, type Share } from '#platform';
import { Queue } from 'bullmq';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Authenticator } from '../access/authenticator.js';
import { checkSameOrigin, isSafe } from '../access/csrf.js';
import { Operators } from '../access/operators.js';
import { AuditService } from '../audit/audit.service.js';
import { sendProblem } from '../http/problem-answer.js';
import { allowOwnStyles } from '../http/security-headers.js';
import { toProblem } from '../http/to-problem.js';
import { RedactedQueue } from './redacted-queue.js';

const PATH = '/admin/queues';

/** The actions that operators may take. A job that is removed here is added again, because MongoDB has the record. */
const ALLOWED = /\/(pause|resume|promote|empty|retry|retry\/[\w-]+|clean|clean\/[\w-]+)$/;

/** Bull Board for operators. It shows the queues of all organisations, but only ids of each job. */
@Injectable()
export class QueueBoard implements OnApplicationShutdown {
  private readonly redis: Share<Redis>;
  private readonly queues: Queue[];

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly authenticator: Authenticator,
    private readonly operators: Operators,
    private readonly audit: AuditService,
  ) {
    this.redis = shareQueueConnection(config);
    this.queues = QUEUES.map((name) => {
      const queue = new Queue(name, queueOptions(config, this.redis.value));
      queue.on('error', (error) => this.logger.debug({ err: error, queue: name }, 'the board of queues is away'));
      return queue;
    });
  }

  async serve(fastify: FastifyInstance): Promise<void> {
    const board = new FastifyAdapter().setBasePath(PATH);
    createBullBoard({
      queues: this.queues.map((queue) => new RedactedQueue(queue)),
      serverAdapter: board,
      options: {
        uiConfig: {
          boardTitle: 'Contacts queues',
          hideDocsLink: true,
          hideRedisDetails: true,
          overview: { groupByDelimiter: false },
        },
      },
    });
    board.setErrorHandler((error) => {
      const problem = toProblem(error);
      if (problem.status >= 500) this.logger.warn({ err: error }, 'the board of queues failed');
      return { status: problem.status as 500, body: problem.toBody(DEFAULT_LANGUAGE) as never };
    });
    await fastify.register(
      async (scope) => {
        scope.addHook('onRequest', (request, reply) => this.admit(request, reply));
        // Before the answer, so that whoever gets it finds the entry.
        scope.addHook('onSend', (request, reply) => this.note(request, reply));
        // Its fonts from another origin stay blocked.
        scope.addHook('onSend', allowOwnStyles(withoutBase));
        await scope.register(board.registerPlugin() as never);
      },
      { prefix: PATH },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close()));
    await this.redis.release();
  }

  private async admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    reply.raw.setHeader('Cache-Control', 'no-store');
    try {
      request.principal = await this.authenticator.identify(request, false, checkSameOrigin);
      if (!(await this.operators.include(request.principal))) throw new ProblemError('not_allowed/queues');
      if (!isSafe(request) && !ALLOWED.test(request.url.split('?')[0]!)) throw new ProblemError('not_allowed/jobs');
      return undefined;
    } catch (error) {
      const problem = toProblem(error);
      // A person in a browser is sent to the sign-in page instead of getting JSON.
      if (problem.code === 'not_signed_in' && isNavigation(request)) return reply.redirect('/', 302);
      sendProblem(reply, problem, request.id);
      return reply;
    }
  }

  /** Records every change in the audit log: the queue, the job and the action. */
  private async note(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { principal, params, url, id } = request;
    if (!principal || isSafe(request) || reply.statusCode >= 400) return;
    const { queueName, jobId } = params as { queueName?: string; jobId?: string };
    const step = ALLOWED.exec(url.split('?')[0]!)?.[1];
    const targets = [queueName, jobId, step].filter((target) => target !== undefined);
    await this.audit.note(principal, 'queue.changed', targets, id);
  }
}

/**
 * The page finds its files by a `<base>`, which no page of ours may have. Its scripts read the attribute, and go on to do so.
 */
function withoutBase(html: string): string {
  return html.replace(/ (href|src)="static\//g, ` $1="${PATH}/static/`);
}

function isNavigation({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept?.includes('text/html') ?? false);
}
