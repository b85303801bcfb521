import type { Node, Scalar } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import { pointerPart } from './problem';
import { RequestProblem } from './request-problem';

export const yamlType = 'application/yaml';

/** Names that clients give it; RFC 9512 has the first one. */
export const yamlTypes = [yamlType, 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'application/*+yaml'];

/**
 * Reads one YAML document as the plain values of JSON. A plain scalar that is no safe integer, `true`, `false` or `null`
 * stays text, digit by digit: a price that is written 20.10 never becomes a float.
 * @throws RequestProblem `malformed-yaml` for what is not well-formed, for aliases (a few of them can stand for millions
 * of values), tags, and keys that stand twice
 */
export const readYaml = (text: string): unknown => {
  const lines = new LineCounter();
  // The library's own search for double keys takes the square of their number.
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong !== undefined) {
    const { line, col } = lines.linePos(wrong.pos[0]);
    refuse(pointerOf(document.contents, wrong.pos[0]), `line ${line}, column ${col}: ${wrong.message}`);
  }
  return plain(document.contents, '');
};

/** Writes plain values; `readYaml` reads the same ones. */
export const writeYaml = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });

const refuse = (pointer: string, detail: string): never => {
  throw new RequestProblem('malformed-yaml', 'the document cannot be read', {
    errors: [{ in: 'body', pointer, detail: detail.slice(0, 300) }],
  });
};

const plain = (node: unknown, pointer: string): unknown => {
  if (isAlias(node)) return refuse(pointer, 'is an alias: write the value itself');
  if (isScalar(node)) return plainScalar(node, pointer);
  if (isSeq(node)) return node.items.map((item, at) => plain(item, `${pointer}/${at}`));
  if (!isMap(node)) return null;
  const seen = new Set<string>();
  return Object.fromEntries(
    node.items.map(({ key, value }) => {
      if (!isScalar(key)) return refuse(pointer, 'has a key that is not text');
      const name = String(key.value);
      const place = `${pointer}/${pointerPart(name)}`;
      if (seen.has(name)) refuse(place, 'stands twice');
      seen.add(name);
      return [name, plain(value, place)];
    }),
  );
};

const words: ReadonlyMap<string, boolean | null> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

const plainScalar = ({ value, type, tag }: Scalar, pointer: string): unknown => {
  if (tag !== undefined) return refuse(pointer, 'has a tag');
  const text = typeof value === 'string' ? value : '';
  if (type !== undefined && type !== 'PLAIN') return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
};

/** The innermost place that holds a position of the text, as far as the document could be read. */
const pointerOf = (node: Node | null, position: number): string => {
  const holds = (inner: unknown): inner is Node => {
    const range = (inner as Node | null)?.range;
    return range !== undefined && range !== null && range[0] <= position && position <= range[2];
  };
  if (isSeq(node)) {
    const at = node.items.findLastIndex(holds);
    return at < 0 ? '' : `/${at}${pointerOf(node.items[at] as Node, position)}`;
  }
  if (!isMap(node)) return '';
  const pair = node.items.findLast(({ key, value }) => holds(value) || holds(key));
  if (pair === undefined || !isScalar(pair.key)) return '';
  const inner = holds(pair.value) ? pointerOf(pair.value, position) : '';
  return `/${pointerPart(String(pair.key.value))}${inner}`;
};
