package io.sluice.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.link.LinkState;
import io.sluice.session.SessionAnswer.Outcome;
import io.sluice.session.SessionRequest.Kind;
import io.sluice.session.Uplink.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node that wants to be registered, whatever the upper node does. */
class UplinkTest {

    private static final String UPPER = "31010000002000000001";

    private final BlockingQueue<Kind> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<LinkState> states = new LinkedBlockingQueue<>();
    private final ClockFilter clock = new ClockFilter();
    private volatile Uplink.Door door = request -> answer(Outcome.OK);

    @Test
    void itRegistersKeepsAliveAndSignsOff() throws Exception {
        Uplink link = start(Duration.ofMillis(20), Duration.ofMinutes(1));
        expect(Kind.REGISTER);
        expect(Kind.KEEPALIVE);
        expect(Kind.KEEPALIVE);
        assertTrue(clock.estimate().isPresent(), "the clocks were not compared");
        link.close();
        while (!asked.isEmpty() && asked.peek() == Kind.KEEPALIVE) {
            asked.remove();
        }
        expect(Kind.SIGN_OFF);
        assertTrue(states.contains(LinkState.SIGNED_OFF));
    }

    @Test
    void forgottenItRegistersAtOnce() throws Exception {
        door = request -> answer(request.kind() == Kind.KEEPALIVE ? Outcome.NOT_REGISTERED : Outcome.OK);
        try (Uplink link = start(Duration.ofMillis(5), Duration.ofMinutes(1))) {
            expect(Kind.REGISTER);
            expect(Kind.KEEPALIVE);
            expect(Kind.REGISTER);
        }
    }

    @Test
    void awayForTooLongItSaysSoAndComesBack() throws Exception {
        try (Uplink link = start(Duration.ofMillis(5), Duration.ofMillis(1))) {
            await(LinkState.ONLINE);
            door = request -> {
                throw new IOException("the cable is out");
            };
            await(LinkState.AWAY);
            door = request -> answer(Outcome.OK);
            asked.clear();
            await(LinkState.ONLINE);
            assertTrue(asked.contains(Kind.REGISTER), "came back without registering: " + asked);
        }
    }

    @Test
    void refusedItTellsTheReasonAndDoesNotHammer() throws Exception {
        door = request -> {
            throw new RefusedException("wrong password");
        };
        try (Uplink link = start(Duration.ofMillis(5), Duration.ofMinutes(1))) {
            await(LinkState.REFUSED);
            assertEquals(1, asked.size());
        }
        assertEquals(1, asked.size(), "it signed off where it never was registered");
    }

    @Test
    void withReasonToHopeItDoesNotWait() throws Exception {
        door = request -> {
            throw new RefusedException("shut out for a while");
        };
        try (Uplink link = start(Duration.ofSeconds(1), Duration.ofMinutes(1))) {
            await(LinkState.REFUSED);
            door = request -> answer(Outcome.OK);
            link.hurry();
            await(LinkState.ONLINE);
        }
    }

    private Uplink start(Duration keepalive, Duration expiry) {
        SessionRequest template = new SessionRequest(Kind.REGISTER, "31010000001320000001", "i", "http", 80, 0);
        return new Uplink("test", new Uplink.Settings(template, keepalive, expiry), clock, request -> {
            asked.add(request.kind());
            return door.ask(request);
        }, (state, upper, reason) -> states.add(state));
    }

    private void expect(Kind kind) throws InterruptedException {
        assertEquals(kind, asked.poll(20, TimeUnit.SECONDS));
    }

    private void await(LinkState state) throws InterruptedException {
        for (LinkState next = null; next != state; ) {
            next = states.poll(20, TimeUnit.SECONDS);
            assertTrue(next != null, "never " + state);
        }
    }

    private static SessionAnswer answer(Outcome outcome) {
        long now = Micros.now();
        return new SessionAnswer(outcome, "", UPPER, now, now);
    }
}
