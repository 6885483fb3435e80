package io.sluice.broker.internal;

import io.sluice.api.error.UnavailableException;
import io.sluice.session.tls.CertificateFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/** One run of Artemis, speaking MQTT 3.1.1 and 5 only. Started by its maker, ended once. Not thread-safe. */
final class Broker implements AutoCloseable {

    private static final String ACCEPTOR = "mqtt";
    /** Without TLS, within this machine only: for the port of TLS-PSK. */
    private static final String LOCAL = "mqtt-local";
    private static final String EVERYTHING = "#";
    private static final int MIB = 1 << 20;

    private final EmbeddedActiveMQ server;
    private final Optional<BrokerTls> tls;
    private final Users users;

    private Broker(EmbeddedActiveMQ server, Optional<BrokerTls> tls, Users users) {
        this.server = server;
        this.tls = tls;
        this.users = users;
    }

    /**
     * Returns when clients can connect.
     *
     * @param refused told of each certificate that is refused, on a thread that must not wait
     * @throws UnavailableException when the port is taken
     * @throws Exception whatever else Artemis meets, mostly with its files
     */
    static Broker start(BrokerSettings settings, Consumer<CertificateFault> refused) throws Exception {
        requireFree(settings);
        Files.createDirectories(settings.folder());
        Optional<BrokerTls> tls = settings.tls().map(files -> new BrokerTls(files, refused));
        Broker broker = new Broker(new EmbeddedActiveMQ().setConfiguration(configuration(settings, tls)), tls,
                new Users(settings.users()));
        if (!settings.users().isEmpty()) {
            broker.server.setSecurityManager(broker.users);
        }
        try {
            broker.withOwnClasses(broker.server::start);
            if (!broker.runs()) {
                throw new IOException("the broker did not begin to listen; its log tells why");
            }
            return broker;
        } catch (Exception failed) {
            broker.close();
            throw failed;
        }
    }

    /** False once Artemis has ended itself, as it does when its files fail it. */
    boolean runs() {
        return server.getActiveMQServer() != null
                && server.getActiveMQServer().isStarted()
                && server.getActiveMQServer().isActive()
                && server.getActiveMQServer().getRemotingService().getAcceptor(ACCEPTOR).isStarted();
    }

    /** Uses of topics that were refused since the beginning. */
    long refusals() {
        return users.refusals();
    }

    /** Where the port of TLS-PSK reaches it. */
    InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(),
                server.getActiveMQServer().getRemotingService().getAcceptor(LOCAL).getActualPort());
    }

    /** Lets go of who would not be let in any more. */
    void review() {
        if (runs()) {
            tls.ifPresent(present -> present.review(server.getActiveMQServer().getRemotingService()));
        }
    }

    @Override
    public void close() throws Exception {
        withOwnClasses(server::stop);
        tls.ifPresent(BrokerTls::close);
    }

    private static ConfigurationImpl configuration(BrokerSettings settings, Optional<BrokerTls> tls) throws Exception {
        BrokerConfig config = settings.config();
        ConfigurationImpl artemis = new ConfigurationImpl();
        artemis.setName("sluice");
        artemis.setJMXManagementEnabled(false);
        artemis.setSecurityEnabled(!settings.users().isEmpty());
        // Nobody may use the account that brokers of a cluster share; there is none here.
        artemis.setClusterPassword(UUID.randomUUID().toString());
        artemis.setJournalType(JournalType.NIO);
        artemis.setJournalSyncNonTransactional(config.sync());
        artemis.setJournalSyncTransactional(config.sync());
        artemis.setJournalDatasync(config.sync());
        // A record must fit into one file.
        artemis.setJournalFileSize(8 * MIB);
        artemis.setJournalMinFiles(2);
        artemis.setJournalPoolFiles(2);
        Path folder = settings.folder();
        artemis.setJournalDirectory(folder.resolve("journal").toString());
        artemis.setBindingsDirectory(folder.resolve("bindings").toString());
        artemis.setLargeMessagesDirectory(folder.resolve("large").toString());
        artemis.setPagingDirectory(folder.resolve("paging").toString());
        artemis.setNodeManagerLockDirectory(folder.resolve("lock").toString());
        artemis.setGlobalMaxSize((long) config.memory_mib() * MIB);
        // -1: the share in use is none of the broker's business, what is left is.
        artemis.setMaxDiskUsage(-1);
        artemis.setMinDiskFree((long) config.disk_free_mib() * MIB);
        artemis.setThreadPoolMaxSize(8);
        artemis.setScheduledThreadPoolMaxSize(2);
        artemis.setCriticalAnalyzer(false);
        artemis.addAddressSetting(EVERYTHING, new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setPageSizeBytes(MIB)
                .setPageLimitBytes((long) config.backlog_mib() * MIB)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                // A message nobody acknowledges is offered again for as long as its session lives.
                .setMaxDeliveryAttempts(-1));
        artemis.addAcceptorConfiguration(
                ACCEPTOR, acceptor(settings, settings.address().getHostAddress(), settings.config().port(), tls));
        if (!settings.devices().isEmpty()) {
            artemis.addAcceptorConfiguration(LOCAL, acceptor(settings, "127.0.0.1", 0, Optional.empty()));
        }
        return artemis;
    }

    private static String acceptor(BrokerSettings settings, String host, int port, Optional<BrokerTls> tls) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("protocols", "MQTT");
        options.put("useEpoll", "false");
        options.put("useKQueue", "false");
        options.put("remotingThreads", "2");
        // Told by the acknowledgement; a node that is wrong about one topic keeps its others.
        options.put("closeMqttConnectionOnPublishAuthorizationFailure", "false");
        options.put("connectionsAllowed", Integer.toString(settings.config().connections()));
        options.put("maximumPacketSize", Integer.toString(settings.config().packet_kib() * 1024));
        tls.ifPresent(present -> options.putAll(present.options()));
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(";", "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + port + "?", ""));
    }

    /** Artemis only logs that it could not bind, and goes on without listening. */
    private static void requireFree(BrokerSettings settings) throws IOException {
        InetSocketAddress place = new InetSocketAddress(settings.address(), settings.config().port());
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(place);
        } catch (IOException taken) {
            throw new UnavailableException(
                    "broker.port_taken", "Port " + place.getPort() + " at " + place.getAddress().getHostAddress()
                            + " cannot be listened at: " + taken.getMessage(),
                    "End what listens there, or set another port in the configuration " + BrokerComponent.PID + ".", taken);
        }
    }

    private interface Step {
        Object run() throws Exception;
    }

    /** Artemis looks for its protocols by the thread's class loader. */
    private void withOwnClasses(Step step) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(EmbeddedActiveMQ.class.getClassLoader());
        try {
            step.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
