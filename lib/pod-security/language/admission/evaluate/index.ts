export { evaluateAdmission } from './evaluate';
