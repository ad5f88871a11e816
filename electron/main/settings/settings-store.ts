import { Settings } from '#shared/contracts/ipc/contract.ts';
import { readJsonFile, setAside, writeJsonFile } from '../files/json-file.ts';

/** Language and theme of this person on this machine. A damaged file is set aside and the defaults are used. */
export class SettingsStore {
  readonly #file: string;
  readonly #changed: (settings: Settings) => void;
  #current: Settings;

  private constructor(file: string, current: Settings, changed: (settings: Settings) => void) {
    this.#file = file;
    this.#current = current;
    this.#changed = changed;
  }

  /** @param systemLocale BCP 47 tag of the machine, used until a language was chosen */
  static async open(file: string, systemLocale: string, changed: (settings: Settings) => void): Promise<SettingsStore> {
    const read = await readJsonFile(file, Settings);
    if (read.kind === 'damaged') await setAside(file, String(Date.now()));
    const current = read.kind === 'read' ? read.value : { language: languageOf(systemLocale), theme: 'system' as const };
    return new SettingsStore(file, current, changed);
  }

  read(): Settings {
    return this.#current;
  }

  async save(settings: Settings): Promise<Settings> {
    await writeJsonFile(this.#file, settings);
    this.#current = settings;
    this.#changed(settings);
    return settings;
  }
}

function languageOf(locale: string): Settings['language'] {
  const parsed = Settings.shape.language.safeParse(locale.slice(0, 2).toLowerCase());
  return parsed.success ? parsed.data : 'en';
}
