import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import { z } from 'zod';
import { isAppError } from '#shared/errors.ts';
import { html, PAGE_HEADERS, page, type PageLanguage, pageLanguage } from '../../identity/page.ts';
import { BANK_RESOURCE, OIDC_PATH } from '../../identity/provider.ts';
import { signIn } from '../../identity/sign-in.ts';
import { WORDS } from '../../identity/words.ts';
import type { BankDatabase } from '../../storage/database.ts';

export interface IdentityOptions {
  readonly provider: Provider;
  readonly database: BankDatabase;
  /** The machine's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Display name for the page that asks a signed-in person to continue. */
  readonly displayNameOf: (accountId: string) => Promise<string | undefined>;
}

const Form = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('sign-in'), login: z.string().max(320), password: z.string().max(1_000) }),
  z.strictObject({ action: z.literal('proceed') }),
  z.strictObject({ action: z.literal('cancel') }),
]);
const Params = z.strictObject({ uid: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });
const FORM_LIMIT_BYTES = 4_096;
/** Passwords that one address may try in a minute, whatever the logins: each costs the bank a slow hash. */
const FORMS_PER_MINUTE = 120;

/** The provider under `/oidc`, and the pages on which a person signs in. */
export function identityRoutes(app: FastifyInstance, options: IdentityOptions): void {
  const callback = options.provider.callback();

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The provider reads its own bodies.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const toProvider = async (request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack();
      const raw = request.raw as typeof request.raw & { originalUrl?: string }; // the provider finds its mount path by this express convention
      raw.originalUrl = raw.url ?? OIDC_PATH;
      raw.url = raw.originalUrl.slice(OIDC_PATH.length) || '/';
      reply.raw.setHeader('x-content-type-options', 'nosniff');
      reply.raw.setHeader('referrer-policy', 'no-referrer');
      await callback(raw, reply.raw);
    };
    scope.route({ method: ['GET', 'POST', 'OPTIONS'], url: `${OIDC_PATH}/*`, handler: toProvider });
  });

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.setErrorHandler((error, request, reply) => {
      const language = pageLanguage(undefined, request.headers['accept-language']);
      const words = WORDS[language];
      if (isAppError(error, 'too_many_requests')) {
        const { retryAfterSeconds } = error.detail;
        return problemPage(reply.header('retry-after', retryAfterSeconds), 429, language, words.wait(retryAfterSeconds));
      }
      const isGone = error instanceof errors.SessionNotFound || error instanceof z.ZodError;
      if (!isGone) request.log.error({ err: error }, 'sign-in page failed');
      return problemPage(reply, isGone ? 400 : 500, language, isGone ? words.expiredText : words.errorText);
    });
    scope.get(`${OIDC_PATH}/interaction/:uid`, (request, reply) => showInteraction(options, request, reply));
    scope.post(
      `${OIDC_PATH}/interaction/:uid`,
      { config: { rateLimit: { max: FORMS_PER_MINUTE, timeWindow: 60_000 } } },
      (request, reply) => submitInteraction(options, request, reply),
    );
  });
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

async function showInteraction(options: IdentityOptions, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const interaction = await readInteraction(options, request, reply);
  const language = languageOf(interaction, request);
  if (interaction.prompt.name === 'login') return signInPage(reply, language, { status: 200, login: loginHint(interaction) });
  const words = WORDS[language];
  const name = (await options.displayNameOf(interaction.session?.accountId ?? '')) ?? '';
  sendPage(
    reply,
    200,
    language,
    words.consentTitle,
    html`<h1>${words.consentTitle}</h1><p>${words.consentIntro(name)}</p><form method="post"><button name="action" value="proceed">${words.proceed}</button><button class="quiet" name="action" value="cancel">${words.cancel}</button></form>`,
  );
}

async function submitInteraction(options: IdentityOptions, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const interaction = await readInteraction(options, request, reply);
  const form = Form.parse(request.body);
  if (form.action === 'cancel')
    return finish(options, request, reply, { error: 'access_denied', error_description: 'the person cancelled the sign-in' });
  if (form.action === 'proceed') {
    const accountId = interaction.session?.accountId;
    if (interaction.prompt.name !== 'consent' || accountId === undefined) throw new errors.SessionNotFound('nobody is signed in');
    return finish(options, request, reply, { consent: { grantId: await grantFor(options, interaction, accountId) } });
  }
  const language = languageOf(interaction, request);
  const answer = await signIn(options.database, form.login, form.password, options.now());
  if (answer.kind === 'accepted') {
    const { accountId } = answer;
    return finish(options, request, reply, {
      login: { accountId, remember: false },
      consent: { grantId: await grantFor(options, interaction, accountId) },
    });
  }
  const words = WORDS[language];
  const [status, problem] = answer.kind === 'wait' ? [429, words.wait(answer.seconds)] : [401, words.wrong];
  if (answer.kind === 'wait') reply.header('retry-after', answer.seconds);
  signInPage(reply, language, { status, login: form.login, problem });
}

/** The grant says what the application may do in this person's name. The sign-in page and the consent page both say so in words. */
async function grantFor(options: IdentityOptions, interaction: Interaction, accountId: string): Promise<string> {
  const grant = new options.provider.Grant({ accountId, clientId: String(interaction.params['client_id']) });
  grant.addOIDCScope('openid offline_access');
  grant.addResourceScope(BANK_RESOURCE, '');
  return grant.save();
}

async function readInteraction(options: IdentityOptions, request: FastifyRequest, reply: FastifyReply): Promise<Interaction> {
  const { uid } = Params.parse(request.params);
  const interaction = await options.provider.interactionDetails(request.raw, reply.raw);
  if (interaction.uid !== uid) throw new errors.SessionNotFound('another sign-in is under way');
  return interaction;
}

async function finish(options: IdentityOptions, request: FastifyRequest, reply: FastifyReply, result: object): Promise<void> {
  const location = await options.provider.interactionResult(request.raw, reply.raw, { ...result }, { mergeWithLastSubmission: false });
  reply.header('cache-control', 'no-store').redirect(location, 303);
}

function signInPage(
  reply: FastifyReply,
  language: PageLanguage,
  state: { readonly status: number; readonly login: string; readonly problem?: string },
): void {
  const words = WORDS[language];
  const problem = state.problem === undefined ? html`` : html`<p class="error" role="alert" id="problem">${state.problem}</p>`;
  const described = state.problem === undefined ? html`` : html` aria-invalid="true" aria-describedby="problem"`;
  // Whoever types begins where nothing is filled in yet.
  const [atLogin, atPassword] = state.login === '' ? [html` autofocus`, html``] : [html``, html` autofocus`];
  // Cancelling is a form of its own, so that the browser does not ask for the fields first.
  sendPage(
    reply,
    state.status,
    language,
    words.signInTitle,
    html`<h1>${words.signInTitle}</h1><p>${words.signInIntro}</p>${problem}<form method="post"><label for="login">${words.login}</label><input id="login" name="login" type="email" autocomplete="username" maxlength="320" required value="${state.login}"${atLogin}${described}><label for="password">${words.password}</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required${atPassword}${described}><button name="action" value="sign-in">${words.signIn}</button></form><form method="post"><button class="quiet" name="action" value="cancel">${words.cancel}</button></form><p class="muted legal">${words.grant}</p>`,
  );
}

function problemPage(reply: FastifyReply, status: number, language: PageLanguage, text: string): void {
  const title = WORDS[language].errorTitle;
  sendPage(reply, status, language, title, html`<h1>${title}</h1><p role="alert">${text}</p>`);
}

function sendPage(reply: FastifyReply, status: number, language: PageLanguage, title: string, body: { readonly html: string }): void {
  reply
    .code(status)
    .headers(PAGE_HEADERS)
    .send(page(language, title, body));
}

function languageOf(interaction: Interaction, request: FastifyRequest): PageLanguage {
  const uiLocales = interaction.params['ui_locales'];
  return pageLanguage(typeof uiLocales === 'string' ? uiLocales : undefined, request.headers['accept-language']);
}

function loginHint(interaction: Interaction): string {
  const hint = interaction.params['login_hint'];
  return typeof hint === 'string' ? hint.slice(0, 320) : '';
}
