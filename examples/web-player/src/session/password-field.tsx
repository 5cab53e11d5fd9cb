import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { IconButton } from '../ui/button.js'
import { TextField } from '../ui/text-field.js'

type Props = Omit<ComponentProps<typeof TextField>, 'label' | 'type' | 'end' | 'name'>

/** A password, which can be shown. */
export function PasswordField(props: Props) {
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      label="Password"
      name="password"
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      end={
        <IconButton label="Show password" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? <EyeOff size={20} /> : <Eye size={20} />}
        </IconButton>
      }
      {...props}
    />
  )
}
