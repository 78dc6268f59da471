import { configPkg } from '@adonisjs/eslint-config'

export default configPkg({
  ignores: [
    '**/build/**',
    '**/tmp/**',
    '**/.adonisjs/**',
    '**/app/lexicons/**',
    '**/public/**',
    'docs/.vitepress/{cache,dist}/**',
  ],
})
