/** The severity of the story by ENISA 2013: one judgement, is a coarse location behavioural data, moves it across the line. */
export const ASSESSMENT = {
  method: 'ENISA2013',
  /** Conservative: coarse location counted as behavioural. */
  inputs: { dpc: 2, ei: 1, cb: 1 },
  /** Lenient: simple data only. */
  lenientInputs: { dpc: 1, ei: 1, cb: 1 },
  scoreFrom: '2.0',
  scoreTo: '3.0',
  borderline: true,
  risk: 'risk',
  conclusion33: 'notify',
  conclusion34: 'voluntary',
  dpoAdvice: 'agrees',
  reasons:
    'Nombre y correo identifican a la persona; destinatarios desconocidos e intención maliciosa. El riesgo de suplantación es real y no puede llamarse improbable. El alto riesgo no es claro, en el límite; se comunica voluntariamente para mitigar la suplantación.',
} as const;
