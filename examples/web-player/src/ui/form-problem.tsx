import styles from './form-problem.module.css'

interface Props {
  /** Null where there is none. */
  readonly message: string | null
  /** Seconds until it can be tried again. */
  readonly wait?: number
}

/** What is wrong with a form as a whole. */
export function FormProblem({ message, wait = 0 }: Props) {
  return (
    <div role="alert">
      {message !== null && (
        <p className={styles.problem}>
          {wait > 0 ? (
            <>
              <span className="visually-hidden">{message}</span>
              {/* The service's number goes out of date while it is read. */}
              <span aria-hidden="true">{message.replace(/\b\d+ seconds?\b/, `${wait} seconds`)}</span>
            </>
          ) : (
            message
          )}
        </p>
      )}
    </div>
  )
}
