package io.sluice.tunnel.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that share one connection: none holds up another, none takes more memory than agreed, and a cut ends them all. */
class MuxTest {

    private static final int WINDOW = MuxStream.WINDOW;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final MuxPair pair = new MuxPair();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() throws Exception {
        pair.close();
        threads.shutdown();
        assertTrue(threads.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS), "a thread hangs in a stream of a tunnel that is over");
    }

    @Test
    void eachStreamCarriesItsOwnBytesWhenAllAreBusyAtOnce() throws Exception {
        List<byte[]> said = new ArrayList<>();
        List<Future<byte[]>> heard = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            byte[] bytes = new byte[3 * WINDOW + i];
            new Random(i).nextBytes(bytes);
            said.add(bytes);
            MuxStream stream = pair.upper.open("http");
            MuxStream other = pair.accepted();
            threads.submit(() -> echo(other));
            threads.submit(() -> write(stream, bytes));
            heard.add(threads.submit(() -> readAll(stream)));
        }
        for (int i = 0; i < said.size(); i++) {
            assertArrayEquals(said.get(i), get(heard.get(i)), "stream " + i);
        }
        assertEquals(0, pair.upper.streams());
        assertEquals(said.size(), pair.counts.opened.get());
    }

    @Test
    void aStreamThatNobodyReadsTakesOneWindowAndHoldsUpNobody() throws Exception {
        MuxStream slow = pair.upper.open("http");
        MuxStream unread = pair.accepted();
        Future<?> writing = threads.submit(() -> write(slow, new byte[4 * WINDOW]));

        MuxStream quick = pair.upper.open("http");
        MuxStream other = pair.accepted();
        threads.submit(() -> echo(other));
        for (int i = 0; i < 50; i++) {
            byte[] word = ("word " + i).getBytes(StandardCharsets.US_ASCII);
            quick.write(word, word.length);
            assertArrayEquals(word, readExactly(quick, word.length));
        }
        quick.end();
        assertFalse(writing.isDone(), "more was taken than the window");

        assertEquals(4 * WINDOW, get(threads.submit(() -> readAll(unread))).length);
        get(writing);
    }

    @Test
    void oneDirectionEndsWhileTheOtherGoesOn() throws Exception {
        MuxStream stream = pair.upper.open("http");
        MuxStream other = pair.accepted();
        stream.end();
        assertEquals(-1, other.read(new byte[10]));
        other.write(new byte[] {1, 2, 3}, 3);
        other.end();
        assertArrayEquals(new byte[] {1, 2, 3}, readAll(stream));
    }

    @Test
    void aStreamThatIsGivenUpTellsWhyAndLeavesTheOthers() throws Exception {
        MuxStream bad = pair.upper.open("http");
        MuxStream badOther = pair.accepted();
        MuxStream good = pair.upper.open("http");
        MuxStream goodOther = pair.accepted();
        badOther.reset("no such port");
        IOException told = assertThrows(IOException.class, () -> bad.read(new byte[1]));
        assertEquals("no such port", told.getMessage());
        goodOther.write(new byte[] {7}, 1);
        assertArrayEquals(new byte[] {7}, readExactly(good, 1));
    }

    @Test
    void aCutInTheMiddleEndsReadersAndWriters() throws Exception {
        MuxStream stream = pair.upper.open("http");
        MuxStream other = pair.accepted();
        Future<?> writing = threads.submit(() -> write(stream, new byte[4 * WINDOW]));
        Future<?> reading = threads.submit(() -> stream.read(new byte[1]));
        readExactly(other, 100);
        pair.down.close("");
        assertTrue(assertThrows(ExecutionException.class, () -> get(writing)).getCause() instanceof IOException);
        assertTrue(assertThrows(ExecutionException.class, () -> get(reading)).getCause() instanceof IOException);
        assertThrows(IOException.class, () -> pair.upper.open("http"));
        assertFalse(pair.upperEnded.get(LONG.toSeconds(), TimeUnit.SECONDS).isEmpty());
    }

    @Test
    void thereIsRoomForSoManyStreamsAndAgainWhenOneEnded() throws Exception {
        List<MuxStream> open = new ArrayList<>();
        List<MuxStream> others = new ArrayList<>();
        for (int i = 0; i < Mux.MOST_STREAMS; i++) {
            open.add(pair.upper.open("http"));
            others.add(pair.accepted());
        }
        assertThrows(IOException.class, () -> pair.upper.open("http"));
        assertEquals(1, pair.counts.refused.get());
        others.get(3).end();
        open.get(3).end();
        assertEquals(-1, open.get(3).read(new byte[1]));
        pair.upper.open("http");
        others.add(pair.accepted());
        assertFalse(pair.lowerEnded.isDone());
    }

    @Test
    void whoIsSilentForTooLongIsGone() throws Exception {
        pair.upper.watch(Duration.ofHours(1));
        assertTrue(pair.upper.isOpen());
        pair.upper.watch(Duration.ZERO);
        assertFalse(pair.upper.isOpen());
        assertTrue(pair.upperEnded.get(LONG.toSeconds(), TimeUnit.SECONDS).contains("nothing was heard"));
    }

    /** Kind, stream and body in hexadecimal, sent to the end that takes streams, after stream 1 was opened. */
    @ParameterizedTest
    @CsvSource({
        "'', 0 bytes",
        "0100, 2 bytes",
        "0900000001, kind 9",
        "ff00000001, kind -1",
        "0100000000, stream 0",
        "01ffffffff, stream -1",
        "0100000001, DATA with 0 bytes",
        "020000000100, END with 1 bytes",
        "04000000010000, WINDOW with 2 bytes",
        "040000000100000001, wider than agreed",
        "0400000001ffffffff, wider than agreed",
        "010000000900, not opened",
        "0000000001, may not open"
    })
    void whatMustNotComeEndsTheTunnel(String frame, String reason) throws Exception {
        pair.upper.open("http");
        pair.accepted();
        pair.lower.receive(ByteBuffer.wrap(HexFormat.of().parseHex(frame)));
        String told = pair.lowerEnded.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertTrue(told.contains(reason), told);
    }

    @Test
    void theLowerNodeOpensNoStreamsAboveIt() throws Exception {
        pair.upper.receive(Frame.text(Frame.Kind.OPEN, 1, "http").write());
        assertTrue(pair.upperEnded.get(LONG.toSeconds(), TimeUnit.SECONDS).contains("may not open"));
    }

    @Test
    void whoSendsMoreThanItWasAskedForLosesTheTunnel() throws Exception {
        pair.upper.open("http");
        pair.accepted();
        for (int sent = 0; sent <= WINDOW; sent += Frame.LONGEST) {
            pair.lower.receive(new Frame(Frame.Kind.DATA, 1, new byte[Frame.LONGEST]).write());
        }
        assertTrue(pair.lowerEnded.get(LONG.toSeconds(), TimeUnit.SECONDS).contains("more bytes than were asked for"));
    }

    private static Void echo(MuxStream stream) throws IOException {
        byte[] buffer = new byte[1000];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            stream.write(buffer, count);
        }
        stream.end();
        return null;
    }

    private static Void write(MuxStream stream, byte[] bytes) throws IOException {
        stream.write(bytes, bytes.length);
        stream.end();
        return null;
    }

    private static byte[] readAll(MuxStream stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[777];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            all.write(buffer, 0, count);
        }
        return all.toByteArray();
    }

    private static byte[] readExactly(MuxStream stream, int length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < length) {
            byte[] buffer = new byte[length - all.size()];
            all.write(buffer, 0, stream.read(buffer));
        }
        return all.toByteArray();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
}
