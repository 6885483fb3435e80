package io.sluice.broker.internal.psk;

/**
 * One small device.
 *
 * @param identity as it calls itself in the handshake
 * @param key shared with it, at least 16 bytes
 * @param user of MQTT that it is
 * @param password of that user
 */
public record PskDevice(String identity, byte[] key, String user, String password) {

    /** Never with the key or the password. */
    @Override
    public String toString() {
        return identity + " as " + user;
    }
}
