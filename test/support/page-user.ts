import type { Page } from 'playwright-core';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a user does on the page, in the words of the page. */
export class PageUser {
  constructor(
    private readonly page: Page,
    /** The folder for the files that this user uploads. */
    private readonly folder: string,
  ) {}

  async signIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Opens the import dialog and uploads a file. */
  async upload(name: string, content: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Import', exact: true }).first().click();
    await this.choose(name, content);
  }

  /** Uploads a file and waits until it was checked. */
  async uploadAndCheck(name: string, content: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Import', exact: true }).first().click();
    await this.chooseAndCheck(name, content);
  }

  /** Does the same in a dialog that is already open. */
  async chooseAndCheck(name: string, content: string): Promise<void> {
    await this.choose(name, content);
    await this.page.getByRole('heading', { name: `${name} is checked` }).waitFor();
  }

  private async choose(name: string, content: string): Promise<void> {
    const file = path.join(this.folder, name);
    // Writing the file again would change its time, and so make it a different file.
    if (!existsSync(file)) writeFileSync(file, content);
    await this.page.locator('input[type=file]').setInputFiles(file);
    await this.page.getByRole('button', { name: 'Upload and check' }).click();
  }

  /** Confirms a checked file and waits until the import is done. */
  async startImport(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Import(?! another)/ }).click();
    await this.page.getByRole('heading', { name: `${name} is in`, exact: true }).waitFor();
  }

  /** Does something about which the browser asks, and answers. @returns the question */
  async answer(yes: boolean, act: () => Promise<unknown>): Promise<string> {
    const asked = this.page.waitForEvent('dialog');
    const acted = act();
    const dialog = await asked;
    await (yes ? dialog.accept() : dialog.dismiss());
    await acted;
    return dialog.message();
  }

  async addCondition(text: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Add a filter' }).fill(text);
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
  }
}
