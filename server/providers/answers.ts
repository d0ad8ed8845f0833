import { makeProblem, type Problem, type ProblemExtras } from 'shared/wire'

type Subject = 'text' | 'image' | 'video' | 'audio'

const MEANT: Readonly<Record<Subject, string>> = {
  text: 'the words',
  image: 'a picture',
  video: 'the clip',
  audio: 'the sound',
}

/** A refusal by content policy: of what was sent in (`input`) or of what came out. Asking the same again does not help. */
export function policyRefusal(provider: string, side: 'input' | 'output', subject: Subject | null): Problem {
  const what = subject === null ? 'the request' : MEANT[subject]
  const detail =
    side === 'input'
      ? `${provider} refused ${what} by its content policy. Change ${subject === 'image' ? 'the picture' : 'the prompt'} and try again.`
      : `${provider} made a result and withheld it by its content policy. Change the prompt and try again.`
  const action = side === 'input' && subject === 'image' ? 'change_picture' : 'edit_prompt'
  return makeProblem('content_policy', detail, { params: { provider, side, ...(subject === null ? {} : { subject }) }, action })
}

/** The key is missing, wrong or may not do this. */
export function badKey(provider: string, variable: string): Problem {
  return makeProblem('provider_rejected', `${provider} does not accept the key in ${variable}. Set a valid one and restart the backend.`, {
    params: { provider, variable, reason: 'key' },
    action: 'add_key',
    retryable: false,
  })
}

/** The account at the provider has no credit left. */
export function noCredit(provider: string): Problem {
  return makeProblem('provider_rejected', `The account at ${provider} has no credit left. Top it up there, or take another provider.`, {
    params: { provider, reason: 'credit' },
    action: 'top_up',
    retryable: false,
  })
}

/** The provider takes nothing more at present. */
export function tooBusy(provider: string): Problem {
  return makeProblem('rate_limited', `${provider} takes no more requests at present; it is asked again by itself.`, {
    params: { provider },
    action: 'wait',
  })
}

/** The provider cannot be reached, or says that it is out of order. */
export function unavailable(provider: string, extras: ProblemExtras = {}): Problem {
  return makeProblem('provider_unavailable', `${provider} cannot be reached at present. Try again later, or take another provider.`, {
    ...extras,
    params: { provider, ...extras.params },
    action: 'retry_other_provider',
  })
}

/** The provider does not accept the request as it was sent; `path` is the field of ours that it is about, where that is known. */
export function rejected(provider: string, path: string | null): Problem {
  const detail =
    path === null
      ? `${provider} did not accept the request. Try other settings, or another provider.`
      : `${provider} did not accept ${path}. Change it, or take another provider.`
  return makeProblem('provider_rejected', detail, {
    params: { provider, reason: 'request' },
    action: 'retry_other_provider',
    retryable: false,
    ...(path === null ? {} : { issues: [{ path, message: 'was not accepted by the provider' }] }),
  })
}

/** A picture or clip that the provider could not read or use. */
export function badInput(provider: string): Problem {
  return makeProblem('provider_rejected', `${provider} could not use the picture. Take another one, or another provider.`, {
    params: { provider, reason: 'input' },
    action: 'change_picture',
    retryable: false,
  })
}

/** The provider took the work and did not finish it. */
export function failedThere(provider: string): Problem {
  return makeProblem('provider_failed', `${provider} could not finish this. Try again, or take another provider.`, {
    params: { provider },
    action: 'retry',
    retryable: true,
  })
}

/** The provider made something and threw it away itself, as it looked wrong. The same input mostly ends the same way. */
export function badOutput(provider: string): Problem {
  return makeProblem(
    'provider_failed',
    `${provider} could not make a good result of this. Change the prompt or the picture and try again.`,
    {
      params: { provider, reason: 'output' },
      action: 'edit_prompt',
      retryable: false,
    },
  )
}

/** Nobody can say whether the provider has taken the request. */
export function perhapsTaken(provider: string): Problem {
  return makeProblem('outcome_unknown', `The connection to ${provider} was lost before it said whether it took the request.`, {
    params: { provider },
  })
}

/** The provider knows nothing of this operation any more. */
export function forgotten(provider: string): Problem {
  return makeProblem('outcome_unknown', `${provider} knows nothing of this request any more.`, { params: { provider } })
}

/** A result whose address has run out or that is gone. */
export function expired(provider: string): Problem {
  return makeProblem('provider_failed', `The result at ${provider} is no longer there.`, {
    params: { provider, reason: 'expired' },
    retryable: false,
  })
}
