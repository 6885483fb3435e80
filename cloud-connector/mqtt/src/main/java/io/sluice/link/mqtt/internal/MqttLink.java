package io.sluice.link.mqtt.internal;

import io.sluice.api.link.LinkInfo.Direction;
import io.sluice.api.link.Resource;
import io.sluice.session.ClockFilter;
import io.sluice.session.PeerLink;
import io.sluice.session.mqtt.Topics;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The link with one node by MQTT, above or below. Thread-safe. */
final class MqttLink extends PeerLink {

    static final String NAME = "mqtt";

    private final String device;
    private final Exchange exchange;
    private final Channel channel;

    /** @param broker address, for people */
    MqttLink(Direction direction, String device, String broker, Exchange exchange, Channel channel, ClockFilter clock) {
        super(NAME, direction, device, broker, clock);
        this.device = device;
        this.exchange = exchange;
        this.channel = channel;
    }

    @Override
    protected CompletionStage<byte[]> carry(Resource resource, byte[] body, Duration patience) {
        return exchange.ask(channel, device, Topics.path(resource.path()), body, patience);
    }
}
