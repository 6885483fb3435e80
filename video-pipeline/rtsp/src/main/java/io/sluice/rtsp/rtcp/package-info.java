/** RTCP (RFC 3550 section 6): sender and receiver reports, without I/O. */
package io.sluice.rtsp.rtcp;
