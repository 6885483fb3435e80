package io.sluice.bench.outbox;

import io.sluice.itest.harness.Await;
import io.sluice.itest.harness.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.BridgeConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * Two Apache Artemis brokers with a core bridge from one to the other, as its manual sets them up: durable messages, every journal write
 * forced to the medium before it is acknowledged, duplicates told apart.
 */
final class ArtemisPair implements AutoCloseable {

    private static final String QUEUE = "results";

    private final EmbeddedActiveMQ here;
    private final EmbeddedActiveMQ there;
    private final ServerLocator locator;
    private final ClientSessionFactory factory;

    ArtemisPair(Path folder) throws Exception {
        int far = Gateway.freePort();
        there = new EmbeddedActiveMQ().setConfiguration(configuration(folder.resolve("there"), far));
        there.start();
        int near = Gateway.freePort();
        ConfigurationImpl configuration = configuration(folder.resolve("here"), near);
        configuration.addConnectorConfiguration("far", "tcp://127.0.0.1:" + far);
        configuration.addBridgeConfiguration(new BridgeConfiguration("bridge").setQueueName(QUEUE).setForwardingAddress(QUEUE)
                .setStaticConnectors(List.of("far")).setUseDuplicateDetection(true).setReconnectAttempts(-1));
        here = new EmbeddedActiveMQ().setConfiguration(configuration);
        here.start();
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + near).setBlockOnDurableSend(true);
        factory = locator.createSessionFactory();
    }

    private static ConfigurationImpl configuration(Path folder, int port) throws Exception {
        ConfigurationImpl artemis = new ConfigurationImpl();
        artemis.setJMXManagementEnabled(false).setSecurityEnabled(false).setJournalType(JournalType.NIO)
                .setJournalDatasync(true).setJournalSyncNonTransactional(true).setJournalSyncTransactional(true)
                .setJournalDirectory(folder.resolve("journal").toString()).setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString()).setPagingDirectory(folder.resolve("paging").toString());
        artemis.setNodeManagerLockDirectory(folder.resolve("lock").toString());
        artemis.setCriticalAnalyzer(false);
        artemis.setMaxDiskUsage(-1);
        artemis.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?protocols=CORE");
        artemis.addQueueConfiguration(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST).setDurable(true));
        return artemis;
    }

    /** @return seconds until all messages are kept at the far broker */
    double run(Callers callers, byte[] body) throws Exception {
        long before = arrived();
        long begin = System.nanoTime();
        callers.run(share -> {
            try (ClientSession session = factory.createSession(true, true, 0)) {
                ClientProducer producer = session.createProducer(QUEUE);
                for (int index = 0; index < share; index++) {
                    ClientMessage message = session.createMessage(true);
                    message.getBodyBuffer().writeBytes(body);
                    producer.send(message);
                }
            }
        });
        Await.until("the far broker has all", Duration.ofMinutes(5), () -> arrived() - before >= callers.messages());
        return (System.nanoTime() - begin) / 1e9;
    }

    private long arrived() {
        return there.getActiveMQServer().locateQueue(QUEUE).getMessageCount();
    }

    @Override
    public void close() throws Exception {
        factory.close();
        locator.close();
        here.stop();
        there.stop();
    }
}
