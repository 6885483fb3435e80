/**
 * What every binding of the collaboration protocol does alike: registration on both sides, clocks compared, floods held back, and
 * requests handed to who answers them. A library without components, copied into each binding. Registration follows GA/T 1400,
 * since the part of T/AI 116 that fixes it is not public; see {@code docs/protocol.md}.
 */
package io.sluice.session;
