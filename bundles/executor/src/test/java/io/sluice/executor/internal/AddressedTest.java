package io.sluice.executor.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.JsonObject;
import io.sluice.api.message.TaskDispatchInfo.Destination;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.message.TaskResultBody.Data;
import io.sluice.api.task.Letter;
import io.sluice.api.task.PartStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who gets a result in which form. */
class AddressedTest {

    private static final String FIRST = "11000000001190000001";
    private static final String SECOND = "11000000001190000002";
    private static final String URL = "http://192.0.2.9/results";
    private static final String PICTURE = "AQID";

    private final Taking parts = new Taking();

    /** Takes every picture out, and remembers for whom. */
    private static final class Taking implements PartStore {

        final List<List<TaskResultBody.Destination>> readers = new ArrayList<>();

        @Override
        public TaskResultBody detach(TaskResultBody result) {
            readers.add(result.dstDeviceList());
            return body(Optional.empty()).apply(result.dstDeviceList().stream()
                    .map(one -> new TaskResultBody.Destination(one.deviceId())).toList());
        }

        @Override
        public TaskResultBody attach(String sender, TaskResultBody result) {
            throw new AssertionError("results leave here");
        }
    }

    private static Function<List<TaskResultBody.Destination>, TaskResultBody> body(Optional<BinaryPart> picture) {
        return nodes -> new TaskResultBody("t", Optional.empty(), FIRST, nodes, 1, "1", Optional.empty(), OptionalDouble.empty(),
                OptionalDouble.empty(), 0, Optional.empty(), new Data(
                        Optional.of(new TaskResultBody.ImageResult(picture, Optional.empty(), Optional.empty())),
                        Optional.empty(), Optional.empty()));
    }

    private static Destination to(String device, String url, boolean sealed) {
        return new Destination(Optional.of(device).filter(text -> !text.isEmpty()), Optional.of(url).filter(text -> !text.isEmpty()),
                sealed ? JsonObject.builder().put("Cipher", "AES-256-GCM").build() : JsonObject.EMPTY);
    }

    private Map<String, String> sent(Optional<PartStore> store, Destination... destinations) {
        return Addressed.to(List.of(destinations), store).letters("key", body(Optional.of(BinaryPart.copyOf(new byte[] {1, 2, 3}))))
                .stream().collect(Collectors.toMap(Letter::destination, letter -> new String(letter.body(), StandardCharsets.UTF_8)));
    }

    @Test
    void nodesGetReferencesAndAddressesAll() {
        Map<String, String> sent = sent(Optional.of(parts), to(FIRST, "", false), to(SECOND, URL, false), to(SECOND, "", false));
        assertEquals(3, sent.size());
        assertFalse(sent.get(FIRST).contains(PICTURE) || sent.get(SECOND).contains(PICTURE));
        assertTrue(sent.get(URL).contains(PICTURE) && sent.get(URL).contains(SECOND));
        assertEquals(1, parts.readers.size());
        assertEquals(2, parts.readers.get(0).size());
    }

    @Test
    void withoutAStoreAllTravelsWithTheResult() {
        assertTrue(sent(Optional.empty(), to(FIRST, "", false)).get(FIRST).contains(PICTURE));
    }

    @Test
    void nobodyGetsInTheClearWhatIsToBeEncrypted() {
        Map<String, String> sent = sent(Optional.of(parts), to(FIRST, URL, true), to(FIRST, "", false), to(SECOND, "", false));
        assertEquals(3, sent.size());
        assertTrue(sent.values().stream().noneMatch(text -> text.contains(PICTURE)));
        assertEquals(List.of(List.of(SECOND), List.of(FIRST)), parts.readers.stream()
                .map(some -> some.stream().map(TaskResultBody.Destination::deviceId).toList()).toList());
        assertTrue(parts.readers.get(1).get(0).extra().get("Cipher").isPresent(), "the store is told how");
        assertThrows(UnavailableException.class, () -> sent(Optional.empty(), to(FIRST, "", true)));
        assertThrows(RejectedException.class, () -> sent(Optional.of(parts), to("", URL, true)));
    }

    @Test
    void isCheckedBeforeThereIsAnything() {
        assertThrows(UnavailableException.class, () -> Addressed.to(List.of(to(FIRST, "", true)), Optional.empty()).check());
        assertThrows(RejectedException.class, () -> Addressed.to(List.of(to("", URL, true)), Optional.of(parts)).check());
        Addressed.to(List.of(to(FIRST, URL, false)), Optional.empty()).check();
        assertTrue(parts.readers.isEmpty());
        Addressed.to(List.of(to(FIRST, "", true)), Optional.of(parts)).check();
        assertEquals(1, parts.readers.size(), "the store looks at cipher and key");
    }
}
