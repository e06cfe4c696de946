// Invented people, told in two waves. The second wave holds one who was told before, and one who was told the opposite.

const list = (...rows: string[]): string => ['email,name,locale', ...rows, ''].join('\n');

export const FIRST_AFFECTED = list(
  'alba@clientes.example,Alba,es',
  'bernat@clientes.example,Bernat,es',
  'camille@clients.example,Camille,fr',
  'dora@customers.example,Dora,en',
  'edu@clientes.example,Edu,es',
  'flavie@clients.example,Flavie,fr',
);

export const NOT_AFFECTED = list(
  'greta@customers.example,Greta,en',
  'helena@clientes.example,Helena,es',
  'ines@clientes.example,Inés,es',
  'jules@clients.example,Jules,fr',
);

export const SECOND_AFFECTED = list(
  'alba@clientes.example,Alba,es',
  'helena@clientes.example,Helena,es',
  'karim@clients.example,Karim,fr',
  'luz@clientes.example,Luz,es',
);
