import { chromium } from '@playwright/test';
import { createServer } from 'node:http';
import { readFileSync, existsSync } from 'node:fs';
import { extname } from 'node:path';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const server = createServer((q, r) => { const p = '/tmp/mui-out' + (q.url.split('?')[0] === '/' ? '/index.html' : q.url.split('?')[0]); if (!existsSync(p)) { r.statusCode = 404; return r.end(); } r.setHeader('content-type', types[extname(p)] ?? 'application/octet-stream'); r.end(readFileSync(p)); });
await new Promise((d) => server.listen(0, '127.0.0.1', d));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const shots = JSON.parse(process.argv[2]);
for (const s of shots) {
  const page = await browser.newPage({ viewport: { width: s.w ?? 1280, height: s.h ?? 800 } });
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) console.log(s.name, m.type(), m.text().slice(0, 300)); });
  page.on('pageerror', (e) => console.log(s.name, 'pageerror', String(e).slice(0, 400)));
  await page.goto(base + (s.q ?? '') + (s.hash ?? ''));
  await page.waitForTimeout(700);
  for (const step of s.steps ?? []) { try { if (step.click) await page.getByRole(step.click[0], { name: step.click[1] }).first().click(); if (step.press) await page.getByRole(step.press[0], { name: step.press[1] }).press(step.press[2]); if (step.fill) await page.getByLabel(step.fill[0]).first().fill(step.fill[1]); if (step.select) await page.getByLabel(step.select[0]).first().selectOption(step.select[1]); } catch (e) { console.log(s.name, 'STEP', JSON.stringify(step), String(e).slice(0, 300)); } await page.waitForTimeout(150); }
  await page.mouse.move(2, 2);
  await page.waitForTimeout(200);
  await page.screenshot({ path: `/tmp/shots/${s.name}.png` });
  await page.close();
}
await browser.close(); server.close();
