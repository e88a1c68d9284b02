export * from './apparmor';
