import { broken, Fields } from './fields.js'
import { OP, type Operation, type TrialTemplate } from './operation.js'
import { stateOf } from './trial-state.js'

/**
 * An operation from the parsed line of a journal; fields that are not known are left out.
 *
 * @throws {@link HyperoptError} JOURNAL_BROKEN for an unknown operation, or a field that lacks or has another type.
 */
export function parseOperation(line: unknown): Operation {
  const fields = new Fields(line)
  const code = fields.number('op_code')
  const study = () => ({ study_id: fields.number('study_id') })
  const trial = () => ({ trial_id: fields.number('trial_id') })
  switch (code) {
    case OP.createStudy:
      return { op_code: 0, study_name: fields.text('study_name'), directions: fields.numbers('directions') }
    case OP.deleteStudy:
      return { op_code: 1, ...study() }
    case OP.setStudyUserAttr:
      return { op_code: 2, ...study(), user_attr: fields.attrs('user_attr') }
    case OP.setStudySystemAttr:
      return { op_code: 3, ...study(), system_attr: fields.attrs('system_attr') }
    case OP.createTrial:
      return {
        op_code: 4,
        ...study(),
        datetime_start: fields.textOrNull('datetime_start'),
        ...parseTemplate(fields),
      }
    case OP.setTrialParam:
      return {
        op_code: 5,
        ...trial(),
        param_name: fields.text('param_name'),
        param_value_internal: fields.number('param_value_internal'),
        distribution: fields.text('distribution'),
      }
    case OP.setTrialState:
      return {
        op_code: 6,
        ...trial(),
        state: parseState(fields.number('state')),
        values: fields.numbersOrNull('values'),
        ...times(fields),
      }
    case OP.setTrialIntermediateValue:
      return {
        op_code: 7,
        ...trial(),
        step: fields.number('step'),
        intermediate_value: fields.number('intermediate_value'),
      }
    case OP.setTrialUserAttr:
      return { op_code: 8, ...trial(), user_attr: fields.attrs('user_attr') }
    case OP.setTrialSystemAttr:
      return { op_code: 9, ...trial(), system_attr: fields.attrs('system_attr') }
    case OP.discardTrials:
      return { op_code: 10 }
    default:
      throw broken(`op_code must be a known operation, got ${code}`)
  }
}

/** Only the fields that are there: a trial without any of them is one that runs. */
function parseTemplate(fields: Fields): TrialTemplate {
  if (fields.numberOrNull('state') === null) return {}
  const isThere = (name: string) => fields.get(name) !== undefined && fields.get(name) !== null
  return {
    state: parseState(fields.number('state')),
    value: fields.numberOrNull('value'),
    values: fields.numbersOrNull('values'),
    datetime_complete: fields.textOrNull('datetime_complete'),
    distributions: isThere('distributions') ? fields.record<string>('distributions', 'string') : {},
    params: isThere('params') ? fields.record<number>('params', 'number') : {},
    user_attrs: isThere('user_attrs') ? fields.attrs('user_attrs') : {},
    system_attrs: isThere('system_attrs') ? fields.attrs('system_attrs') : {},
    intermediate_values: isThere('intermediate_values')
      ? fields.record<number>('intermediate_values', 'number')
      : {},
  }
}

function parseState(code: number): number {
  if (stateOf(code) === undefined) throw broken(`state must be one of 0 to 4, got ${code}`)
  return code
}

function times(fields: Fields): { readonly datetime_start?: string; readonly datetime_complete?: string } {
  const [start, complete] = [fields.textOrNull('datetime_start'), fields.textOrNull('datetime_complete')]
  return {
    ...(start === null ? {} : { datetime_start: start }),
    ...(complete === null ? {} : { datetime_complete: complete }),
  }
}
