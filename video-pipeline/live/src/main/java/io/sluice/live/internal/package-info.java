/**
 * Live pictures in the browser: WebSocket {@code /live/{camera}}. Text messages are JSON objects with a {@code type}:
 * {@code format} (mime, width, height, origin) is followed by one binary message with the initialisation segment, after
 * which every binary message is one fragment of ISO/IEC 14496-12 with one access unit; {@code status} tells why no
 * picture comes. Times in fragments are relative to the origin, in 1/90 000 s.
 */
package io.sluice.live.internal;
