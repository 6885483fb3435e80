/**
 * RTP (RFC 3550) with H.264 (RFC 6184) and H.265 (RFC 7798): packets to access units and back, without I/O or threads.
 */
package io.sluice.rtsp.rtp;
