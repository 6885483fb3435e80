package io.sluice.broker.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/** Lets in whom the configuration names. Thread-safe. */
final class Users implements ActiveMQSecurityManager {

    private final Map<String, String> passwords;

    Users(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    @Override
    public boolean validateUser(String user, String password) {
        String expected = user == null ? null : passwords.get(user);
        // Compared in a time that does not tell how much of it was right.
        return expected != null && password != null && MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return validateUser(user, password);
    }
}
