import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { deviceDefinition, type DeviceRecord } from './device.schema.js';

/** The browsers in which people have signed in. They belong to the person, not to an organisation. */
@Injectable()
export class DevicesRepository {
  constructor(@InjectModel(deviceDefinition.name) private readonly devices: Model<DeviceRecord>) {}

  /** Notes a sign-in. @returns whether the device is new, and the person has others */
  async isAnother({ _id, userId, expiresAt }: DeviceRecord): Promise<boolean> {
    const { upsertedCount } = await this.devices.updateOne({ _id, userId }, { $set: { expiresAt } }, { upsert: true });
    return upsertedCount === 1 && (await this.devices.exists({ userId, _id: { $ne: _id } })) !== null;
  }
}
