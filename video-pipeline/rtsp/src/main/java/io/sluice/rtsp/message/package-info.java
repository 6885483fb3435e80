/** Messages of RTSP 1.0 (RFC 2326): bytes to types and back, without I/O. */
package io.sluice.rtsp.message;
