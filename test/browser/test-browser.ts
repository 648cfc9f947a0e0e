import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumBinary } from './chromium-binary.js';

/** Flags of the package that would let a page do what a person's browser forbids it. */
const TOO_LENIENT = new Set(['--disable-web-security', '--allow-running-insecure-content']);

/** A real Chromium without a window. Open one for a test file in `beforeAll`, and close it in `afterAll`. */
export class TestBrowser {
  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<TestBrowser> {
    const executablePath = await chromiumBinary();
    // No page draws in three dimensions, and a processor that plays the graphics card takes half of the time of a picture.
    chromium.setGraphicsMode = false;
    const args = [...chromium.args.filter((flag) => !TOO_LENIENT.has(flag)), '--disable-background-networking'];
    return new TestBrowser(await playwright.launch({ args, executablePath }));
  }

  /** A page in a browser of its own, as far as cookies go. Any script error on it fails whoever asks `errors`. */
  async visitor(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    return context.newPage();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
