package io.sluice.rtsp.client;

import io.sluice.rtsp.auth.Credentials;
import io.sluice.rtsp.message.RtspUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * What to play, and how patiently.
 *
 * @param url of the stream
 * @param credentials where the server wants them
 * @param transport of RTP
 * @param answerTimeout for the connection and for each answer
 * @param stallTimeout without any picture though connected
 * @param keyFrameTimeout with pictures but none to begin with
 */
public record SessionSettings(
        RtspUrl url,
        Optional<Credentials> credentials,
        TransportChoice transport,
        Duration answerTimeout,
        Duration stallTimeout,
        Duration keyFrameTimeout) {

    /** How RTP travels. */
    public enum TransportChoice {
        /** Within the RTSP connection: loses nothing. */
        TCP,
        /** In datagrams. */
        UDP,
        /** TCP, or UDP where the server refuses it. */
        AUTO
    }

    /** With the usual patience: a stall is noticed within 5 s. */
    public static SessionSettings of(RtspUrl url, Optional<Credentials> credentials, TransportChoice transport) {
        return new SessionSettings(
                url, credentials, transport, Duration.ofSeconds(5), Duration.ofMillis(4500), Duration.ofSeconds(30));
    }

    public SessionSettings url(RtspUrl other) {
        return new SessionSettings(other, credentials, transport, answerTimeout, stallTimeout, keyFrameTimeout);
    }

    public SessionSettings stallTimeout(Duration other) {
        return new SessionSettings(url, credentials, transport, answerTimeout, other, keyFrameTimeout);
    }

    public SessionSettings answerTimeout(Duration other) {
        return new SessionSettings(url, credentials, transport, other, stallTimeout, keyFrameTimeout);
    }
}
