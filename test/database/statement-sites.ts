import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** What a statement names when it may read or change as many rows as a list has people. */
const WHOLE_LIST =
  /\b(?:from|join|update|into|table|using)\s+(?:recipient|notice_delivery|others_list)\b|\bnotice_plan\(|\bmeasure_notices\(/i;

/** The functions of a file that make a statement on a list or ledger without `longStatement`; one name per statement. */
export function shortStatementsOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const sites = new Set(literalsOf(source).flatMap((literal) => usesOf(source, literal)));
  return [...sites].filter((site) => !isLong(site)).map(nameAround);
}

function literalsOf(source: ts.SourceFile): ts.Node[] {
  return nodesOf(source).filter(
    (node) => (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && WHOLE_LIST.test(node.getText()),
  );
}

/** Where a text is used: at its own place, or, when it is a constant of the file, wherever that constant is named. */
function usesOf(source: ts.SourceFile, node: ts.Node): ts.Node[] {
  const constant = constantAround(node);
  if (!constant) return [node];
  const uses = nodesOf(source).filter(
    (other) => ts.isIdentifier(other) && other !== constant.name && other.text === constant.name.getText(),
  );
  return uses.flatMap((use) => usesOf(source, use));
}

function constantAround(node: ts.Node): ts.VariableDeclaration | null {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isCallExpression(at)) return null;
    if (ts.isVariableDeclaration(at)) return at;
  }
  return null;
}

function isLong(node: ts.Node): boolean {
  for (let at = node.parent; at && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isCallExpression(at) && at.expression.getText() === 'longStatement') return true;
  }
  return false;
}

function nameAround(node: ts.Node): string {
  let name = 'the file itself';
  for (let at = node.parent; at; at = at.parent) {
    if ((ts.isFunctionDeclaration(at) || ts.isVariableDeclaration(at)) && at.name) name = at.name.getText();
  }
  return name;
}

function nodesOf(node: ts.Node): ts.Node[] {
  const nodes: ts.Node[] = [node];
  ts.forEachChild(node, (child) => {
    nodes.push(...nodesOf(child));
  });
  return nodes;
}
