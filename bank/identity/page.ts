import { createHash } from 'node:crypto';

export type PageLanguage = 'en' | 'nl';

const STYLE = `
:root{color-scheme:light dark;--paper:#FAF9F5;--surface:#FFFFFF;--ink:#1F2A24;--muted:#5E6B63;--line:#8B938D;--primary:#1E6B4A;--on-primary:#FFFFFF;--accent:#E2A22B;--danger:#B3372B}
@media (prefers-color-scheme:dark){:root{--paper:#141A17;--surface:#1C2420;--ink:#E8EDE9;--muted:#A5B1A9;--line:#6C776F;--primary:#5DBB8C;--on-primary:#10201A;--danger:#F08A7E}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px 16px;background:var(--paper);color:var(--ink);font:16px/1.5 Inter,"Segoe UI",system-ui,"DejaVu Sans",sans-serif}
main{width:100%;max-width:400px;background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:32px}
.brand{display:flex;gap:8px;align-items:center;font-weight:700;margin:0 0 24px}
.coin{width:18px;height:18px;border-radius:50%;border:5px solid var(--accent)}
h1{font-size:22px;line-height:1.25;letter-spacing:-.015em;margin:0 0 8px}
p{margin:0 0 16px}.muted{color:var(--muted);font-size:14px}
label{display:block;font-size:14px;margin:0 0 4px}
input{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:10px 12px;margin:0 0 16px}
button{font:inherit;font-weight:600;border-radius:8px;padding:11px 16px;width:100%;border:1px solid transparent;background:var(--primary);color:var(--on-primary);cursor:pointer;margin:0 0 8px}
button.quiet{background:transparent;color:var(--ink);border-color:var(--line)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.error{border-left:4px solid var(--danger);padding:8px 12px;margin:0 0 16px;color:var(--danger)}
.legal{margin:16px 0 0}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing but the page itself: no script, no image, no font, no other host. The form goes to the bank and on to the loopback redirect. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** HTML that was built from escaped parts. */
export interface Html {
  readonly html: string;
}

/** Builds HTML; every value is escaped unless it is {@link Html} itself. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Html)[]): Html {
  return {
    html: parts.reduce((text, part, index) => {
      const value = values[index - 1];
      return `${text}${typeof value === 'object' ? value.html : escape(String(value ?? ''))}${part}`;
    }),
  };
}

/** A whole page in Florin's look. */
export function page(language: PageLanguage, title: string, body: Html): string {
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(title)} – Florin</title><style>${STYLE}</style></head>
<body><main><p class="brand"><span class="coin" aria-hidden="true"></span>Florin</p>${body.html}</main></body>
</html>
`;
}

/** Dutch where the reader prefers it to English, English otherwise. `ui_locales` of the request comes first. */
export function pageLanguage(uiLocales: string | undefined, acceptLanguage: string | undefined): PageLanguage {
  const wanted = [...(uiLocales ?? '').split(' '), ...(acceptLanguage ?? '').split(',')].map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag === 'nl' || tag === 'en') === 'nl' ? 'nl' : 'en';
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
