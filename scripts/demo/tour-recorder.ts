import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { violations } from '../../test/e2e/harness/accessibility.ts';
import type { Application } from '../../test/e2e/harness/application.ts';

/** One finished step of the tour. */
interface Step {
  readonly number: number;
  readonly title: string;
  readonly seconds: number;
  readonly picture: string;
}

/** Runs the steps of the tour in order, takes a picture after each and remembers what they found. */
export class TourRecorder {
  readonly #directory: string;
  readonly #steps: Step[] = [];
  readonly #facts: Record<string, unknown> = {};

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
  }

  /** Runs one step, after which axe must find nothing; its failure names the step. The mouse is moved away first, so that no tooltip stands in the picture. */
  async step<Result>(title: string, application: Application, work: () => Promise<Result>): Promise<Result> {
    const number = this.#steps.length + 1;
    const startedMs = performance.now();
    process.stderr.write(`▸ ${String(number).padStart(2, '0')} ${title}\n`);
    try {
      const result = await work();
      const broken = await violations(application.page);
      if (broken.length > 0) throw new Error(`axe finds ${broken.join(' | ')}`);
      const picture = await this.#takePicture(number, title, application);
      const seconds = Number(((performance.now() - startedMs) / 1000).toFixed(1));
      this.#steps.push({ number, title, seconds, picture });
      return result;
    } catch (error) {
      await this.#takePicture(number, `failed ${title}`, application).catch(() => undefined);
      throw new Error(`step ${number}, ${title}: ${stripVTControlCharacters(error instanceof Error ? error.message : String(error))}`, {
        cause: error,
      });
    }
  }

  /** A line for whoever watches the tour. */
  say(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  note(facts: Readonly<Record<string, unknown>>): void {
    Object.assign(this.#facts, facts);
  }

  /** Writes `summary.json`: what was found, and the steps with their times. */
  finish(outcome: 'done' | 'failed', problem?: string): void {
    const summary = { outcome, ...(problem === undefined ? {} : { problem }), ...this.#facts, steps: this.#steps };
    writeFileSync(path.join(this.#directory, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  }

  async #takePicture(number: number, title: string, application: Application): Promise<string> {
    const words = title
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    const name = `${String(number).padStart(2, '0')}-${words}.png`;
    await application.page.mouse.move(1, 1);
    await application.page.screenshot({ path: path.join(this.#directory, name) });
    return name;
  }
}
