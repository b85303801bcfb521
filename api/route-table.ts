import type { Route } from './route';

/** What is at an address. */
interface Address {
  readonly byMethod: ReadonlyMap<string, Route>;
  /** The methods that it takes, for an `Allow` header. */
  readonly allowed: string;
}

export interface Match {
  readonly address: Address;
  readonly params: Readonly<Record<string, string>>;
}

export type FindAddress = (path: string) => Match | undefined;

interface Node {
  readonly next: Map<string, Node>;
  /** The branch of any other segment, which is the value of the parameter. */
  any?: { readonly name: string; readonly node: Node };
  address?: Address;
}

/**
 * Finds what is at an address, one step a segment. Express would try the pattern of each route in turn, which takes as
 * long as all the rest of a read.
 */
export const createRouteTable = (routes: readonly Route[]): FindAddress => {
  const root: Node = { next: new Map() };
  for (const path of new Set(routes.map(({ spec }) => spec.path))) {
    nodeAt(root, path).address = addressOf(routes.filter(({ spec }) => spec.path === path));
  }
  return (path) => find(root, path);
};

const addressOf = (routes: readonly Route[]): Address => {
  const byMethod = new Map(routes.map((route) => [route.spec.method.toUpperCase(), route]));
  const read = byMethod.get('GET');
  if (read !== undefined) byMethod.set('HEAD', read);
  return { byMethod, allowed: [...byMethod.keys()].join(', ') };
};

const nodeAt = (root: Node, path: string): Node => {
  let node = root;
  for (const segment of segmentsOf(path)) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    node = name === undefined ? branch(node, segment) : anyBranch(node, name);
  }
  return node;
};

const branch = (node: Node, segment: string): Node => {
  const known = node.next.get(segment);
  if (known !== undefined) return known;
  const made: Node = { next: new Map() };
  node.next.set(segment, made);
  return made;
};

const anyBranch = (node: Node, name: string): Node => {
  node.any ??= { name, node: { next: new Map() } };
  if (node.any.name !== name) throw new Error(`one place of an address has two names, ${node.any.name} and ${name}`);
  return node.any.node;
};

const find = (root: Node, path: string): Match | undefined => {
  let node = root;
  const params: Record<string, string> = {};
  for (const segment of segmentsOf(path)) {
    const known = node.next.get(segment);
    if (known !== undefined) node = known;
    else if (node.any !== undefined && segment !== '') {
      params[node.any.name] = decodeURIComponent(segment);
      node = node.any.node;
    } else return undefined;
  }
  return node.address && { address: node.address, params };
};

/** A slash at the end makes no other address. */
const segmentsOf = (path: string): string[] =>
  (path.length > 1 && path.endsWith('/') ? path.slice(1, -1) : path.slice(1)).split('/');
