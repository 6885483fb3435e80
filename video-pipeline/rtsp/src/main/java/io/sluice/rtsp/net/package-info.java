/** The one way this library waits: a selector thread with tasks and timers. */
package io.sluice.rtsp.net;
