// The smallest Electron program: one window, nothing in it. What Electron itself costs.
import { app, BrowserWindow } from 'electron';

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
  // Measured for its memory it stays open.
  if (!process.argv.includes('--stay')) window.once('show', () => process.stdout.write('ready\n', () => app.exit(0)));
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<title>empty</title>');
});
