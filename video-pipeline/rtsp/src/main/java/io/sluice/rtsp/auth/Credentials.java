package io.sluice.rtsp.auth;

/** A user's name and password. */
public record Credentials(String user, String password) {

    /** Without the password, so that no log shows it. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
