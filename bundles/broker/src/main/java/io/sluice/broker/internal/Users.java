package io.sluice.broker.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager2;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in whom the configuration names, each to the topics that are its own, and counts what is refused. Thread-safe. */
final class Users implements ActiveMQSecurityManager2 {

    private static final Logger LOG = LoggerFactory.getLogger(Users.class);

    private final Map<String, String> passwords;
    private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();

    Users(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    /** Uses of topics that were refused since the beginning, of all users. */
    long refusals() {
        return refused.values().stream().mapToLong(AtomicLong::get).sum();
    }

    @Override
    public boolean validateUser(String user, String password) {
        String expected = user == null ? null : passwords.get(user);
        // Compared in a time that does not tell how much of it was right.
        return expected != null && password != null && MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean validateUser(String user, String password, X509Certificate[] certificates) {
        return validateUser(user, password);
    }

    /** Not asked by a broker that knows of topics. */
    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType use) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType use, String address,
            RemotingConnection connection) {
        if (!validateUser(user, password)) {
            return false;
        }
        if (TopicRights.allow(user, use, address)) {
            return true;
        }
        if (refused.computeIfAbsent(user, name -> new AtomicLong()).incrementAndGet() == 1) {
            LOG.warn("The user {} was refused {} at {}; what else it is refused is counted", user, use, address);
        }
        return false;
    }
}
