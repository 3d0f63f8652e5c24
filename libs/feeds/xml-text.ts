/** Characters XML 1.0 has no way to write, not even escaped (production 2 of the recommendation). */
const NOT_IN_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu;
const LINE_ENDS = /\r\n?/gu;

/** Text an XML 1.0 document can hold: lone halves of surrogate pairs become U+FFFD, line ends what every reader makes of them anyway. */
export function xmlText(text: string): string {
  return text.toWellFormed().replace(LINE_ENDS, '\n').replace(NOT_IN_XML, '');
}
