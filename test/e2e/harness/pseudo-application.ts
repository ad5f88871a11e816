import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Plugin, build } from 'vite';
import configuration from '../../../electron.vite.config.ts';

const checkout = path.resolve(import.meta.dirname, '../../..');
const MESSAGES = path.join(checkout, 'renderer/i18n/messages/index.ts');
const PSEUDO = path.join(checkout, 'test/support/pseudo-locale.ts');

/** Gives whoever asks for the messages the English ones pseudo-translated; everything else of that module stays. */
function pseudoTranslation(): Plugin {
  const original = `${MESSAGES}?original`;
  return {
    name: 'pseudo-translation',
    enforce: 'pre',
    load: (id) =>
      id === MESSAGES
        ? [
            `import { MESSAGES as real } from ${JSON.stringify(original)};`,
            `import { pseudoMessages } from ${JSON.stringify(PSEUDO)};`,
            `export * from ${JSON.stringify(original)};`,
            'export const MESSAGES = { ...real, en: pseudoMessages(real.en) };',
          ].join('\n')
        : undefined,
  };
}

/**
 * Builds the application with a page whose English is pseudo-translated. Main process and preload are those of the checkout, which must be built.
 * @param directory a folder that does not exist yet
 */
export async function buildPseudoApplication(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  for (const part of ['main', 'preload']) cpSync(path.join(checkout, 'out', part), path.join(directory, 'out', part), { recursive: true });
  cpSync(path.join(checkout, 'package.json'), path.join(directory, 'package.json'));
  symlinkSync(path.join(checkout, 'node_modules'), path.join(directory, 'node_modules'));
  const { renderer } = configuration;
  if (renderer === undefined) throw new Error('the configuration holds no page');
  await build({
    ...renderer,
    base: './',
    configFile: false,
    mode: 'production',
    logLevel: 'warn',
    plugins: [...(renderer.plugins ?? []), pseudoTranslation()],
    build: { ...renderer.build, outDir: path.join(directory, 'out/renderer'), minify: false },
  });
  writeFileSync(path.join(directory, 'built'), '');
}
