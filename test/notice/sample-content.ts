import type { NoticeContent, NoticeField, NoticeTexts } from '../../domain/notice/content.ts';

const confirmed = (texts: Record<NoticeField, string>): NoticeTexts =>
  Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, { text, confidence: 'confirmed' }]));

/** A breach at a vendor, told in three languages; all that Art. 34(2) and the AEPD expect is there. */
export const sampleContent: NoticeContent = {
  controller: 'Ejemplo Analítica, S.L.',
  texts: {
    es: confirmed({
      nature:
        'Un proveedor nuestro de analítica web sufrió un acceso no autorizado, y un atacante copió una parte de los datos que ese proveedor trata por cuenta nuestra.\n\nNuestros propios sistemas no fueron atacados.',
      when: 'El proveedor lo detectó el 9 de noviembre de 2025 y nos lo comunicó el 25 de noviembre de 2025.',
      data: '- nombre de la cuenta\n- dirección de correo electrónico\n- lugar aproximado (ciudad, provincia, país)',
      notAffected: '- contraseñas y credenciales\n- datos de pago\n- documentos de identidad',
      consequences: 'Alguien podría usar estos datos para enviarle mensajes falsos que parezcan nuestros.',
      measures: 'Hemos dejado de usar al proveedor y estamos revisando cuenta por cuenta los datos copiados.',
      advice:
        '- Desconfíe de mensajes inesperados que hablen de su cuenta.\n- Compruebe quién los envía.\n- No comparta nunca contraseñas ni códigos.',
      contact: 'Nuestra delegada de protección de datos: Marta Ruiz, dpd@ejemplo.example, teléfono 900 000 000',
      verify: 'Escriba usted mismo www.ejemplo.example en el navegador: el mismo texto está publicado allí.',
    }),
    fr: confirmed({
      nature:
        "Un prestataire d'analyse a subi un accès non autorisé ; une partie des données qu'il traite a été copiée.",
      when: "Le prestataire l'a constaté le 9 novembre 2025 et nous en a informés le 25 novembre 2025.",
      data: '- nom du compte\n- adresse électronique\n- lieu approximatif',
      notAffected: '- mots de passe\n- données de paiement',
      consequences: 'Ces données peuvent servir à vous envoyer de faux messages en notre nom.',
      measures: "Nous n'utilisons plus ce prestataire et examinons les données copiées.",
      advice: '- Méfiez-vous des messages inattendus.\n- Ne communiquez jamais de mot de passe.',
      contact: 'Notre déléguée à la protection des données : Marta Ruiz, dpd@ejemplo.example',
      verify: 'Tapez vous-même www.ejemplo.example : le même texte y est publié.',
    }),
    en: confirmed({
      nature: 'A web analytics vendor of ours was broken into; part of the data it handles for us was copied.',
      when: 'The vendor detected it on 9 November 2025 and told us on 25 November 2025.',
      data: '- account name\n- e-mail address\n- approximate location',
      notAffected: '- passwords\n- payment data',
      consequences: 'The data can be used to send you false messages in our name.',
      measures: 'We no longer use the vendor and are reviewing the copied data.',
      advice: '- Be wary of unexpected messages.\n- Never share passwords or codes.',
      contact: 'Our data protection officer: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Type www.ejemplo.example yourself: the same text is published there.',
    }),
  },
};
