import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issue } from 'shared/wire'
import { issueText } from '../ui/index.ts'

const Faults = createContext<readonly Issue[]>([])

/** Makes what was refused of the request known to the fields below. */
export function FaultScope({ issues, children }: { readonly issues: readonly Issue[]; readonly children: ReactNode }) {
  return <Faults value={issues}>{children}</Faults>
}

/** A field with what was refused of it right below, and what would do. */
export function Faulty({ of, children }: { readonly of: readonly string[]; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const issues = useContext(Faults).filter(({ path }) => of.some((field) => path === field || path.startsWith(`${field}.`)))
  return (
    <div className="flex flex-col gap-1.5">
      {children}
      {issues.length === 0 ? null : (
        <ul aria-live="polite" data-faults={of.join(' ')} className="text-xs text-danger">
          {issues.map((issue) => (
            <li key={`${issue.path} ${issue.message}`}>{issueText(t, issue)}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
