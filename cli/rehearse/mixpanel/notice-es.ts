import { longDate, type StoryDates } from './dates.ts';
import type { StoryNotice } from './notice-content.ts';

export const noticeEs = ({ detectedOn, toldOn }: StoryDates): StoryNotice => ({
  subject: {
    affected: 'Aviso sobre sus datos personales: incidente en un proveedor',
    notAffected: 'Información sobre un incidente en un proveedor: sus datos no están afectados',
  },
  intro: {
    affected:
      'Le escribimos porque algunos datos de su cuenta de la API han sido copiados por un tercero en los sistemas de un proveedor nuestro.',
    notAffected:
      'Le informamos por transparencia: según lo que sabemos hoy, sus datos no están afectados y no tiene que hacer nada.',
  },
  whatHappened: `El ${longDate(detectedOn, 'es')}, Mixpanel, que mide para nosotros el uso del portal de la API, detectó que alguien había entrado sin permiso en parte de sus sistemas y había copiado un conjunto de datos. Nos lo comunicó el ${longDate(toldOn, 'es')}. No sabemos cuándo empezó el acceso. Nuestros propios sistemas no se han visto afectados.`,
  when: `El ${longDate(detectedOn, 'es')} se detectó; cuándo empezó no se sabe.`,
  verify:
    'Escriba usted en el navegador la dirección de nuestra web que ya conoce y busque el aviso con su número de referencia, o llámenos al teléfono de siempre. No le pediremos contraseñas, claves ni códigos.',
  dataAffected: [
    'el nombre que figura en su cuenta de la API',
    'el correo electrónico de la cuenta',
    'su ubicación aproximada (ciudad, región y país)',
    'el sistema operativo y el navegador usados',
    'los sitios web desde los que llegó',
    'los identificadores de usuario u organización',
  ],
  dataNotAffected: [
    'el contenido de conversaciones e instrucciones',
    'las solicitudes y los registros de uso de la API',
    'las contraseñas y credenciales',
    'las claves de la API',
    'los datos de pago',
    'los documentos de identidad',
  ],
  consequences:
    'Alguien podría usar estos datos para escribirle haciéndose pasar por nosotros (phishing), o para engañar a quien administra sus sistemas.',
  measures: [
    'Hemos retirado al proveedor de nuestros sistemas en producción.',
    'Revisamos el conjunto de datos cuenta por cuenta e investigamos el alcance.',
    'Hacemos controles de seguridad adicionales a todos nuestros proveedores.',
    'Lo hemos notificado a la Agencia Española de Protección de Datos o lo haremos en el plazo legal.',
  ],
  advice: [
    'Desconfíe de mensajes inesperados sobre nosotros o sobre la API.',
    'Compruebe el remitente y el dominio de los enlaces; escriba usted la dirección.',
    'Active el doble factor de autenticación.',
    'No comparta nunca contraseñas, claves ni códigos: no se los pediremos.',
    'Cambiar la contraseña no es necesario; hágalo si la reutiliza en otros servicios.',
    'Lea con calma este mensaje y siga las actualizaciones que le enviemos.',
    'Si administra una organización, revise los permisos de acceso a la API y su plan de respuesta a incidentes.',
  ],
  contactIntro: 'Para cualquier pregunta sobre sus datos:',
});
