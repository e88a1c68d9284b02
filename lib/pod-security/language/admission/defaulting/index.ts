export { defaultingObjects } from './objects';
