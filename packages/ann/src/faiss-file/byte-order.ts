/** Whether typed arrays have the byte order of the files, so that bytes can be copied as they are. */
export const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
