import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Notice } from '../../ui/index.ts'

interface State {
  readonly fault: string | null
}

/** Keeps a fault in one room from taking the whole panel down; says so, and loads the room again when asked to. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { fault: null }

  static getDerivedStateFromError(error: unknown): State {
    return { fault: error instanceof Error ? error.message : String(error) }
  }

  override render(): ReactNode {
    const { fault } = this.state
    return fault === null ? this.props.children : <Broken fault={fault} onReload={() => this.setState({ fault: null })} />
  }
}

function Broken({ fault, onReload }: { readonly fault: string; readonly onReload: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="p-3">
      <Notice
        tone="danger"
        announce="assertive"
        title={t('shell.brokenTitle')}
        actions={<Button onClick={onReload}>{t('shell.reload')}</Button>}
      >
        <p>{t('shell.brokenText')}</p>
        <code className="mbs-1 block text-[11px] text-muted">{fault}</code>
      </Notice>
    </div>
  )
}
