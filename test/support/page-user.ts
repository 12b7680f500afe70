import type { Page } from 'playwright-core';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a person does on the page, by what the page calls it. */
export class PageUser {
  constructor(
    private readonly page: Page,
    /** Where the files lie that this person uploads. */
    private readonly folder: string,
  ) {}

  async signIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Opens the import and uploads a file. */
  async upload(name: string, content: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Import', exact: true }).first().click();
    await this.choose(name, content);
  }

  /** Uploads a file and waits until it was checked. */
  async uploadAndCheck(name: string, content: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Import', exact: true }).first().click();
    await this.chooseAndCheck(name, content);
  }

  /** Does the same in the dialog that is open already. */
  async chooseAndCheck(name: string, content: string): Promise<void> {
    await this.choose(name, content);
    await this.page.getByRole('heading', { name: `${name} is checked` }).waitFor();
  }

  private async choose(name: string, content: string): Promise<void> {
    const file = path.join(this.folder, name);
    // Writing it again would make it another file, by its time.
    if (!existsSync(file)) writeFileSync(file, content);
    await this.page.locator('input[type=file]').setInputFiles(file);
    await this.page.getByRole('button', { name: 'Upload and check' }).click();
  }

  /** Says yes to a checked file and waits until it is in. */
  async startImport(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Import(?! another)/ }).click();
    await this.page.getByRole('heading', { name: `${name} is in`, exact: true }).waitFor();
  }

  /** Does something that the browser asks about, and answers. @returns the question */
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
