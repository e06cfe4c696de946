import type { NoticeContent, NoticeField, NoticeTexts } from '../../domain/notice/content.ts';

const confirmed = (texts: Record<NoticeField, string>): NoticeTexts =>
  Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, { text, confidence: 'confirmed' }]));

/** A breach at a vendor, told in every language there is a template for; all that Art. 34(2) and the AEPD expect is there. */
export const sampleContent: NoticeContent = {
  controller: 'Ejemplo Analítica, S.L.',
  from: 'avisos@ejemplo.example',
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
    ca: confirmed({
      nature:
        "Un proveïdor nostre d'analítica web va patir un accés no autoritzat; una part de les dades que tracta per a nosaltres va ser copiada.",
      when: 'El proveïdor ho va detectar el 9 de novembre de 2025 i ens ho va comunicar el 25 de novembre de 2025.',
      data: '- nom del compte\n- adreça de correu electrònic\n- lloc aproximat',
      notAffected: '- contrasenyes\n- dades de pagament',
      consequences: 'Algú podria fer servir aquestes dades per enviar-vos missatges falsos en nom nostre.',
      measures: 'Hem deixat de fer servir el proveïdor i estem revisant les dades copiades.',
      advice: '- Desconfieu dels missatges inesperats.\n- No compartiu mai contrasenyes ni codis.',
      contact: 'La nostra delegada de protecció de dades: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Escriviu www.ejemplo.example al navegador: hi ha publicat el mateix text.',
    }),
    eu: confirmed({
      nature:
        'Gure web-analisien hornitzaile batek baimenik gabeko sarbide bat jasan zuen; guretzat tratatzen dituen datuen zati bat kopiatu zuten.',
      when: 'Hornitzaileak 2025eko azaroaren 9an atzeman zuen, eta azaroaren 25ean jakinarazi zigun.',
      data: '- kontuaren izena\n- helbide elektronikoa\n- gutxi gorabeherako lekua',
      notAffected: '- pasahitzak\n- ordainketa-datuak',
      consequences: 'Norbaitek datu horiek erabil ditzake gure izenean mezu faltsuak bidaltzeko.',
      measures: 'Hornitzailea erabiltzeari utzi diogu, eta kopiatutako datuak berrikusten ari gara.',
      advice: '- Kontuz ustekabeko mezuekin.\n- Ez partekatu inoiz pasahitzik edo koderik.',
      contact: 'Gure datuak babesteko ordezkaria: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Idatzi www.ejemplo.example nabigatzailean: testu bera dago argitaratuta.',
    }),
    gl: confirmed({
      nature:
        'Un provedor noso de analítica web sufriu un acceso non autorizado; copiouse unha parte dos datos que trata por conta nosa.',
      when: 'O provedor detectouno o 9 de novembro de 2025 e comunicóunolo o 25 de novembro de 2025.',
      data: '- nome da conta\n- enderezo de correo electrónico\n- lugar aproximado',
      notAffected: '- contrasinais\n- datos de pagamento',
      consequences: 'Alguén podería usar estes datos para enviarlle mensaxes falsas no noso nome.',
      measures: 'Deixamos de usar o provedor e estamos a revisar os datos copiados.',
      advice: '- Desconfíe das mensaxes inesperadas.\n- Non comparta nunca contrasinais nin códigos.',
      contact: 'A nosa delegada de protección de datos: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Escriba www.ejemplo.example no navegador: alí está publicado o mesmo texto.',
    }),
    de: confirmed({
      nature:
        'Unbefugte hatten Zugriff auf einen unserer Dienstleister für Webanalyse; ein Teil der Daten, die er für uns verarbeitet, wurde kopiert.',
      when: 'Der Dienstleister bemerkte es am 9. November 2025 und teilte es uns am 25. November 2025 mit.',
      data: '- Name des Kontos\n- E-Mail-Adresse\n- ungefährer Ort',
      notAffected: '- Passwörter\n- Zahlungsdaten',
      consequences: 'Mit diesen Daten kann Ihnen jemand in unserem Namen falsche Nachrichten schicken.',
      measures: 'Wir setzen den Dienstleister nicht mehr ein und prüfen die kopierten Daten.',
      advice: '- Seien Sie vorsichtig bei unerwarteten Nachrichten.\n- Geben Sie niemals Passwörter oder Codes weiter.',
      contact: 'Unsere Datenschutzbeauftragte: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Geben Sie www.ejemplo.example selbst ein: Dort steht derselbe Text.',
    }),
    it: confirmed({
      nature:
        'Un nostro fornitore di analisi web ha subito un accesso non autorizzato; una parte dei dati che tratta per nostro conto è stata copiata.',
      when: 'Il fornitore se ne è accorto il 9 novembre 2025 e ce lo ha comunicato il 25 novembre 2025.',
      data: "- nome dell'account\n- indirizzo e-mail\n- luogo approssimativo",
      notAffected: '- password\n- dati di pagamento',
      consequences: 'Qualcuno potrebbe usare questi dati per inviarLe messaggi falsi a nostro nome.',
      measures: 'Non usiamo più il fornitore e stiamo esaminando i dati copiati.',
      advice: '- Diffidi dei messaggi inattesi.\n- Non comunichi mai password o codici.',
      contact: 'La nostra responsabile della protezione dei dati: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Digiti Lei stesso www.ejemplo.example: lo stesso testo è pubblicato lì.',
    }),
    pt: confirmed({
      nature:
        'Um fornecedor nosso de análise web sofreu um acesso não autorizado; uma parte dos dados que trata por nossa conta foi copiada.',
      when: 'O fornecedor detetou-o a 9 de novembro de 2025 e comunicou-no-lo a 25 de novembro de 2025.',
      data: '- nome da conta\n- endereço de correio eletrónico\n- local aproximado',
      notAffected: '- palavras-passe\n- dados de pagamento',
      consequences: 'Alguém pode usar estes dados para lhe enviar mensagens falsas em nosso nome.',
      measures: 'Deixámos de usar o fornecedor e estamos a rever os dados copiados.',
      advice: '- Desconfie de mensagens inesperadas.\n- Nunca partilhe palavras-passe nem códigos.',
      contact: 'A nossa encarregada da proteção de dados: Marta Ruiz, dpd@ejemplo.example',
      verify: 'Escreva www.ejemplo.example no navegador: o mesmo texto está lá publicado.',
    }),
  },
};
