import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AUDIENCES } from '../../domain/notice/audiences.ts';
import { NOTICE_LOCALES, type NoticeField, type NoticeLocale } from '../../domain/notice/content.ts';
import { lintLinks, lintNotice, lintWords } from '../../domain/notice/lint-notice.ts';
import { noticeData, renderNotice } from '../../templates/notice.ts';
import { sampleContent } from './sample-content.ts';

const codes = (text: string, locale: string, field: NoticeField = 'advice') =>
  lintNotice(text, locale, field, 'k').map(({ code }) => code);

/** What a phisher would write, and the same subject as a careful notice writes it. */
const SAYINGS: Record<NoticeLocale, Record<'attachment' | 'secret' | 'urgency', string> & { careful: string[] }> = {
  es: {
    attachment: 'Vea el archivo adjunto',
    secret: 'Envíenos su contraseña por correo',
    urgency: 'Su cuenta ha sido bloqueada: actúe inmediatamente',
    careful: ['Nunca le pediremos que nos envíe su contraseña', 'Cambie su contraseña si la usa en otros sitios'],
  },
  ca: {
    attachment: 'Obriu el fitxer adjunt',
    secret: 'Envieu-nos la contrasenya per correu',
    urgency: 'El vostre compte ha estat bloquejat',
    careful: [
      'No us demanarem mai que ens envieu la contrasenya',
      'Canvieu la contrasenya si la feu servir en altres llocs',
    ],
  },
  eu: {
    attachment: 'Ireki eranskina',
    secret: 'Bidali zure pasahitza posta elektronikoz',
    urgency: 'Egin berehala, kontua blokeatu dugu',
    careful: [
      'Inoiz ez dizugu eskatuko pasahitza bidal diezaguzun',
      'Aldatu pasahitza beste leku batzuetan erabiltzen baduzu',
    ],
  },
  gl: {
    attachment: 'Abra o ficheiro anexo',
    secret: 'Envíenos o seu contrasinal por correo',
    urgency: 'A súa conta foi bloqueada',
    careful: ['Nunca lle pediremos que nos envíe o contrasinal', 'Cambie o contrasinal se o usa noutros sitios'],
  },
  fr: {
    attachment: 'Ouvrez la pièce jointe',
    secret: 'Envoyez votre mot de passe',
    urgency: 'Votre compte a été bloqué : agissez immédiatement',
    careful: ['Ne communiquez jamais de mot de passe', "N'envoyez à personne un code reçu par SMS"],
  },
  en: {
    attachment: 'See the attached document',
    secret: 'Please reply with your access code',
    urgency: 'This is URGENT: your account has been suspended',
    careful: ['We will never ask you to send your password', 'Change your password if you use it elsewhere'],
  },
  de: {
    attachment: 'Öffnen Sie den Anhang',
    secret: 'Bitte senden Sie uns Ihr Passwort',
    urgency: 'Ihr Konto wurde gesperrt, handeln Sie sofort',
    careful: [
      'Wir werden Sie niemals bitten, uns Ihr Passwort zu senden',
      'Ändern Sie Ihr Passwort, wenn Sie es auch anderswo verwenden',
    ],
  },
  it: {
    attachment: "Apra l'allegato",
    secret: 'Ci invii la password per posta',
    urgency: 'Il Suo account è stato bloccato: agisca ora',
    careful: ['Non Le chiederemo mai di inviarci la password', 'Cambi la password se la usa altrove'],
  },
  pt: {
    attachment: 'Abra o ficheiro em anexo',
    secret: 'Envie-nos a sua palavra-passe',
    urgency: 'A sua conta foi bloqueada: aja já',
    careful: ['Nunca lhe pediremos que nos envie a palavra-passe', 'Mude a palavra-passe se a usa noutros sítios'],
  },
};

describe('lintNotice', () => {
  for (const locale of NOTICE_LOCALES) {
    const { attachment, secret, urgency, careful } = SAYINGS[locale];
    it(`sees attachments, secrets asked for and hurry in ${locale}`, () => {
      assert.deepEqual(codes(attachment, locale), ['NOTICE_ATTACHMENT']);
      assert.deepEqual(codes(secret, locale), ['NOTICE_ASKS_SECRET']);
      assert.deepEqual(codes(urgency, locale), ['NOTICE_URGENCY']);
    });

    it(`lets a careful notice pass in ${locale}, our own included`, () => {
      for (const text of careful) assert.deepEqual(codes(text, locale), [], text);
      for (const audience of AUDIENCES) {
        const occasion = { caseId: 'breach-2026-0042', audience, drill: false };
        const { text } = renderNotice(locale, noticeData(sampleContent, locale, occasion, 'Ana', null));
        assert.deepEqual([...lintWords(text, locale, 'k'), ...lintLinks(text, 1, 'k')], []);
      }
    });
  }

  it('takes one plain address in the part on how to check, and an error where it looks like a log-in page', () => {
    assert.deepEqual(codes('Escriba www.ejemplo.example', 'es', 'verify'), []);
    assert.deepEqual(codes('Más en www.ejemplo.example', 'es'), ['NOTICE_LINK']);
    assert.deepEqual(codes('www.a.example www.b.example', 'es', 'verify'), ['NOTICE_LINK']);
    for (const link of [
      'www.a.example/login',
      'https://a.example/mi-cuenta',
      'https://a.example/sesión',
      'www.a.example/konto',
    ])
      assert.equal(lintNotice(link, 'es', 'verify', 'k')[0]?.severity, 'error', link);
    for (const link of ['www.a.example/contacto', 'www.a.example/accessibility', 'www.a.example/contatti'])
      assert.deepEqual(codes(link, 'es', 'verify'), [], link);
  });

  it('judges a text sentence by sentence', () => {
    assert.deepEqual(codes('We never ask for codes. Now enter your code.', 'en'), ['NOTICE_ASKS_SECRET']);
    assert.deepEqual(codes('No comparta nunca contraseñas, claves ni códigos', 'es'), []);
  });

  it('judges links alone where a language has no words', () => {
    assert.deepEqual(codes('URGENT: see the attachment at www.a.example/login', 'sv'), ['NOTICE_LINK']);
  });
});
