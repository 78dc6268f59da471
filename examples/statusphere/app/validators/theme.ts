import vine from '@vinejs/vine'

export const themeValidator = vine.compile(
  vine.object({
    theme: vine.enum(['auto', 'light', 'dark']),
  })
)
