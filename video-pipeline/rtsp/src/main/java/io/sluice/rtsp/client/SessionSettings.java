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
 * @param connectTimeout for the connection
 * @param answerTimeout for each answer
 * @param stallTimeout without any picture though connected
 * @param keyFrameTimeout with pictures but none to begin with
 */
public record SessionSettings(
        RtspUrl url,
        Optional<Credentials> credentials,
        TransportChoice transport,
        Duration connectTimeout,
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
        Duration answer = Duration.ofSeconds(5);
        return new SessionSettings(
                url, credentials, transport, answer, answer, Duration.ofMillis(4500), Duration.ofSeconds(30));
    }

    /** Patience for the first picture: as for an answer, where a stall would be noticed sooner. */
    Duration firstPictureTimeout() {
        return stallTimeout.compareTo(answerTimeout) > 0 ? stallTimeout : answerTimeout;
    }

    public SessionSettings url(RtspUrl other) {
        return new SessionSettings(
                other, credentials, transport, connectTimeout, answerTimeout, stallTimeout, keyFrameTimeout);
    }

    public SessionSettings connectTimeout(Duration other) {
        return new SessionSettings(
                url, credentials, transport, other, answerTimeout, stallTimeout, keyFrameTimeout);
    }

    public SessionSettings answerTimeout(Duration other) {
        return new SessionSettings(
                url, credentials, transport, connectTimeout, other, stallTimeout, keyFrameTimeout);
    }

    public SessionSettings stallTimeout(Duration other) {
        return new SessionSettings(
                url, credentials, transport, connectTimeout, answerTimeout, other, keyFrameTimeout);
    }

    public SessionSettings keyFrameTimeout(Duration other) {
        return new SessionSettings(
                url, credentials, transport, connectTimeout, answerTimeout, stallTimeout, other);
    }
}
