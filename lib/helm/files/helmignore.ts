/** `.helmignore`: what people and tools leave in a chart's folder, and what is only for its development. */
export const HELMIGNORE = `.DS_Store
.git/
.gitignore
.idea/
.vscode/
*.bak
*.orig
*.swp
*.tmp
*~
ci/
`;
