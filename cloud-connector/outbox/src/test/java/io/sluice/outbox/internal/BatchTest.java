package io.sluice.outbox.internal;

import static io.sluice.support.testing.TestFramework.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.link.LinkState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several results in one request. */
class BatchTest extends OutboxCase {

    @Test
    void severalResultsTravelTogetherToWhoKnowsThat() throws Exception {
        link.batching = true;
        link.state = LinkState.AWAY;
        put(0, 300);
        outbox.put(List.of(state("running"), letter(UPPER, "letter 300")));
        link.state = LinkState.ONLINE;
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        List<String> all = numbers(0, 300);
        all.addAll(List.of("running", "letter 300"));
        assertEquals(all, link.received);
        assertEquals(numbers(0, 300), link.batches.stream().flatMap(List::stream).toList());
        assertTrue(link.batches.stream().allMatch(batch -> batch.size() > 1 && batch.size() <= 64), link.batches.toString());
        assertTrue(link.batches.size() <= 8, link.batches.toString());
    }

    @Test
    void aBatchIsBoundedInBytes() throws Exception {
        link.batching = true;
        String large = "x".repeat(200 << 10);
        List<Entry> letters = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            letters.add(Entry.of(number, letter(UPPER, "large " + number, large + number)));
        }
        LinkRoute route = new LinkRoute(link);
        assertTrue(route.send(letters).stream().allMatch(answer -> answer.toCompletableFuture().join().accepted()));
        assertEquals(List.of(2, 2), link.batches.stream().map(List::size).toList());
        assertEquals(List.of("0", "1", "2", "3", "4"), link.received.stream().map(text -> text.substring(large.length())).toList());
    }

    @Test
    void whoDoesNotKnowBatchesIsAskedOnceAndSentOneByOne() throws Exception {
        link.state = LinkState.AWAY;
        put(0, 200);
        link.state = LinkState.ONLINE;
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        put(200, 300);
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        assertEquals(numbers(0, 300), link.received);
        assertEquals(List.of(numbers(0, 64)), link.batches);
    }

    @Test
    void whoIsSilentToBatchesIsSentOneByOneAfterTwo() throws Exception {
        link.noBatch = Optional.empty();
        link.state = LinkState.AWAY;
        put(0, 300);
        link.state = LinkState.ONLINE;
        emptied();
        assertEquals(numbers(0, 300), link.received.stream().distinct().toList());
        assertEquals(2, link.batches.size());
    }

    @Test
    void aBatchThatCannotBeTakenAtPresentIsTriedAgainAsABatch() throws Exception {
        link.noBatch = Optional.of("{\"StatusCode\":\"1\",\"Later\":\"1\"}".getBytes(StandardCharsets.UTF_8));
        link.state = LinkState.AWAY;
        put(0, 3);
        link.state = LinkState.ONLINE;
        await("it was tried more often than what is refused", () -> {
            outbox.wake();
            return link.batches.size() > 10;
        });
        assertTrue(link.received.isEmpty());
        link.batching = true;
        emptied();
        assertEquals(numbers(0, 3), link.received);
    }

    @Test
    void aBatchIsAcknowledgedUpToTheFirstThatWaits() throws Exception {
        link.batching = true;
        link.refused = "letter 2";
        link.reply = "{\"StatusCode\":\"1\",\"Message\":\"it is paused\",\"Later\":\"1\"}";
        link.state = LinkState.AWAY;
        put(0, 5);
        link.state = LinkState.ONLINE;
        await("it was tried more often than what is refused", () -> {
            outbox.wake();
            return link.refusals.get() > 20;
        });
        assertEquals(3, outbox.waiting().get(0).letters());
        assertEquals(0, outbox.waiting().get(0).givenUp());
        assertEquals(numbers(2, 5), link.batches.get(link.batches.size() - 1));
        link.refused = "";
        emptied();
        assertTrue(endsWith(List.copyOf(link.received), numbers(2, 5)));
    }

    @Test
    void oneOfABatchThatIsRefusedIsGivenUpAlone() throws Exception {
        link.batching = true;
        link.refused = "letter 2";
        link.state = LinkState.AWAY;
        put(0, 5);
        link.state = LinkState.ONLINE;
        await("nothing waits", () -> outbox.waiting().get(0).letters() == 0);
        assertEquals(1, outbox.waiting().get(0).givenUp());
        assertEquals(List.of("letter 0", "letter 1", "letter 3", "letter 4"), link.received.stream().distinct().toList());
    }

    @Test
    void aBatchThatWasCutInTheMiddleIsSentAgain() throws Exception {
        link.batching = true;
        link.most = 2;
        link.state = LinkState.AWAY;
        put(0, 5);
        link.state = LinkState.ONLINE;
        await("it was cut", () -> link.batches.size() >= 1 && status(UPPER).message().contains("The link was cut."));
        link.most = Integer.MAX_VALUE;
        emptied();
        assertEquals(numbers(0, 2), link.received.subList(0, 2));
        assertTrue(endsWith(List.copyOf(link.received), numbers(0, 5)), link.received.toString());
    }
}
