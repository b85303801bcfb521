/** What can be done, by name, and what each name allows (`product.md` §3). The table of `docs/permissions.md` is made of it. */
export const permissionTexts = {
  'api-key.write': 'See and revoke the API keys of all users',
  'approval-policy.read': 'Read approval policies',
  'approval-policy.write': 'Keep approval policies',
  'audit.read': 'Read who did what for the organization',
  'catalog.write': 'Publish offerings, plans and prices of a vendor',
  'category.write': 'Keep the categories of all',
  'coupon.read': 'Read coupons and discounts',
  'coupon.write': 'Issue coupons and offer discounts',
  'event.read': 'Follow what happens',
  'exchange-rate.write': 'Keep the exchange rates of all',
  'invoice.read': 'Read invoices',
  'login.write': 'Link the logins of users',
  'member.read': 'See who has which role',
  'member.write': 'Grant and revoke roles',
  'order.approve': 'Decide orders; own ones need no decision',
  'order.create': 'Order, and quote what running subscriptions would cost',
  'order.read': 'Read orders and quotes',
  'organization-group.write': 'Keep the groups of organizations that offerings are for',
  'organization.close': 'Close an organization',
  'organization.create': 'Make organizations below one of the channel',
  'organization.read': 'Read an organization and those below it',
  'organization.write': 'Change an organization, and move it',
  'platform-share.write': 'Set what the platform keeps of sales without a channel',
  'price-list.read': 'Read price lists',
  'price-list.write': 'Set price lists, and bind buyers to them',
  'proceeds.read': 'Read proceeds',
  'project.archive': 'Archive a project',
  'project.create': 'Make projects of an organization',
  'project.read': 'Read a project',
  'project.write': 'Change a project',
  'subscription.read': 'Read subscriptions and syndication runs; of a vendor, its drafts too',
  'subscription.report': 'Report what a vendor has done',
  'test-clock.write': 'Advance the clock of a sandbox',
  'usage.write': 'Record usage',
} as const;

export type Permission = keyof typeof permissionTexts;

/** Every permission, by name. */
export const permissions = Object.keys(permissionTexts) as Permission[];

/** Roles of the platform, of an organization, of a project, and of an offering (`product.md` §3). */
export type Role =
  | 'platform.admin'
  | 'platform.support'
  | 'owner'
  | 'manager'
  | 'approver'
  | 'billing'
  | 'viewer'
  | 'project.manager'
  | 'project.admin'
  | 'project.member'
  | 'offering.manager';

/** What a role can be held on. */
export const scopeKinds = ['platform', 'organization', 'project', 'offering'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** What the platform decides for all: a role of another scope never holds it. */
const ofPlatform: readonly Permission[] = [
  'api-key.write',
  'category.write',
  'exchange-rate.write',
  'login.write',
  'organization-group.write',
  'platform-share.write',
];
/** What only who answers for the whole organization does. */
const ofOwners: readonly Permission[] = ['organization.close', 'audit.read'];

const reading: readonly Permission[] = ['order.read', 'subscription.read', 'event.read', 'project.read'];
const money: readonly Permission[] = ['proceeds.read', 'invoice.read'];
const staff: readonly Permission[] = [...reading, 'organization.read', 'approval-policy.read', 'member.read'];

const without = (...left: readonly Permission[]): readonly Permission[] =>
  permissions.filter((permission) => !left.includes(permission));

/** What each role may. */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  'platform.admin': permissions,
  'platform.support': [...staff, ...money, 'audit.read'],
  owner: without(...ofPlatform),
  manager: without(...ofPlatform, ...ofOwners),
  approver: [...staff, 'order.create', 'order.approve'],
  billing: [...staff, ...money],
  viewer: staff,
  'project.manager': [...reading, 'order.create', 'order.approve', 'project.write', 'member.read', 'member.write'],
  'project.admin': [...reading, 'order.create'],
  'project.member': [...reading, 'order.create'],
  'offering.manager': ['order.read', 'subscription.read', 'subscription.report', 'usage.write', 'member.read'],
};

/** Every role. */
export const roles = Object.keys(rolePermissions) as Role[];

export const isRole = (text: string): text is Role => Object.hasOwn(rolePermissions, text);

/** The one kind of scope that a role is meant for. */
export const scopeOf = (role: Role): ScopeKind => {
  if (role.startsWith('platform.')) return 'platform';
  if (role.startsWith('project.')) return 'project';
  return role.startsWith('offering.') ? 'offering' : 'organization';
};
