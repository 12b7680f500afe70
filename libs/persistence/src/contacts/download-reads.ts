import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, ReadPreferenceMode } from 'mongodb';
import type { Connection } from 'mongoose';
import { addReadOptions } from '../read-options.js';
import { contactDefinition } from './contact.schema.js';

/** Injection token: which members of the replica set contacts are read from for downloads. */
export const DOWNLOADS_FROM = Symbol('downloadsFrom');

/**
 * Reads contacts from secondaries in a causally consistent session: a secondary answers only when it has everything
 * from before the last {@link catchUp}. Without it, a download could lack what was written before it was ordered.
 */
@Injectable()
export class DownloadReads implements OnModuleInit, OnApplicationShutdown {
  private session: ClientSession | null = null;

  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(DOWNLOADS_FROM) private readonly readPreference: ReadPreferenceMode,
  ) {}

  async onModuleInit(): Promise<void> {
    const { connection, readPreference } = this;
    if (readPreference === 'primary') return;
    this.session = await connection.startSession({ causalConsistency: true });
    const { collection } = connection.model(contactDefinition.name);
    addReadOptions(collection, { readPreference, session: this.session });
  }

  /** From now on, contacts are read as they are now or will be later. */
  async catchUp(): Promise<void> {
    if (!this.session) return;
    // Every answer of the primary has the time of its last write, which the session then asks the secondaries for.
    await this.connection.db!.command({ ping: 1 }, { session: this.session, readPreference: 'primary' });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.session?.endSession();
  }
}
