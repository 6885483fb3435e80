/** Session descriptions (RFC 4566) and what they tell of H.264 (RFC 6184) and H.265 (RFC 7798) streams. */
package io.sluice.rtsp.sdp;
