// Stand-in for Electron's own default_app.asar (which the fallback runtime lacks): it makes
//   electron [chromium/node flags] [-r module] <app dir | main file> [app args]
// behave as with the official binary: sets process.defaultApp, app name/version/path, then imports the app.
// ESM on purpose: Electron holds back 'ready' until an ES-module entry (with its top-level awaits) has loaded,
// so the app's own top level still runs before 'ready' (app.enableSandbox(), commandLine.appendSwitch(), protocols).
import { app } from 'electron';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Module from 'node:module';
import v8 from 'node:v8';

let file = null;
const modules = [];
const argv = process.argv.slice(1);
for (let i = 0; i < argv.length; i++) {
  const a = argv[i];
  if (a === '-r' || a === '--require') {
    modules.push(argv[++i]);
    continue;
  }
  if (a === '-v' || a === '--version') {
    console.log('v' + process.versions.electron);
    process.exit(0);
  }
  if (a === '-a' || a === '--abi') {
    console.log(process.versions.modules);
    process.exit(0);
  }
  if (a.startsWith('--app=')) {
    file = a.slice('--app='.length);
    break;
  }
  if (a.startsWith('-')) continue;
  file = a;
  break;
}

if (modules.length > 0) Module._preloadModules(modules);

async function load(target) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const packagePath = path.resolve(target);
  const packageJson = path.join(packagePath, 'package.json');
  let appPath;
  if (fs.existsSync(packageJson)) {
    const pkg = JSON.parse(fs.readFileSync(packageJson, 'utf8'));
    if (pkg.version) app.setVersion(pkg.version);
    if (pkg.productName || pkg.name) app.name = pkg.productName || pkg.name;
    app.setDesktopName?.(pkg.desktopName || `${app.name}.desktop`);
    if (pkg.v8Flags) v8.setFlagsFromString(pkg.v8Flags);
    appPath = packagePath;
  }
  let main;
  try {
    main = Module._resolveFilename(packagePath, null, true);
  } catch (e) {
    console.error(`Unable to find Electron app at ${packagePath}\n\n${e.message}`);
    process.exit(1);
  }
  app.setAppPath(appPath || path.dirname(main));
  try {
    await import(pathToFileURL(main).toString());
  } catch (e) {
    console.error('App threw an error during load');
    console.error(e?.stack || e);
    process.exit(1);
  }
}

if (file && !/^[a-z]{2,}:\/\//i.test(file)) await load(file);
else {
  console.error('usage: electron [options] <path to app>');
  process.exit(1);
}
