/** Basic (RFC 7617) and Digest (RFC 7616, 2617) authentication, both sides, without I/O. */
package io.sluice.rtsp.auth;
