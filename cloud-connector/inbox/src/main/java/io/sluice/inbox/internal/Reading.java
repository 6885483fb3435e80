package io.sluice.inbox.internal;

import io.sluice.api.error.NotFoundException;
import io.sluice.api.error.UnavailableException;
import io.sluice.api.message.BinaryPart;
import io.sluice.api.message.TaskResult;
import io.sluice.api.message.TaskResultBody;
import io.sluice.api.task.PartStore;
import io.sluice.protocol.MessageCodec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what is kept, parts included. Thread-safe. */
final class Reading {

    private final Journal journal;
    private final Supplier<Optional<PartStore>> store;
    private final MessageCodec codec = new MessageCodec();

    Reading(Journal journal, Supplier<Optional<PartStore>> store) {
        this.journal = journal;
        this.store = store;
    }

    /** @param item without its body, which is read */
    record Kept(Item item, TaskResultBody result) {}

    List<Long> after(long id) {
        return journal.after(id, Optional.empty(), 1000);
    }

    /** Empty where it is not there, or not any more. */
    Optional<Kept> find(long id) {
        try {
            return journal.find(id).map(item -> new Kept(item, ((TaskResult) codec.decodeCommand(item.body())).messageBody()));
        } catch (IOException error) {
            throw new UnavailableException("inbox.read.failed", "A result cannot be read: " + error.getMessage(),
                    "See the disk of the data folder.", error);
        }
    }

    Kept require(long id) {
        return find(id).orElseThrow(() -> new NotFoundException("inbox.result.unknown", "There is no result " + id + ", or not any more."));
    }

    /** The bytes of one part, fetched where they are not here yet. */
    BinaryPart part(long id, int number) {
        Kept kept = require(id);
        return part(kept.result(), number).data().orElseGet(() -> part(whole(kept), number).data().orElseThrow(() ->
                new NotFoundException("inbox.part.unknown", "There is no part " + number + " of result " + id + ".")));
    }

    static Parts.Part part(TaskResultBody result, int number) {
        List<Parts.Part> parts = Parts.of(result);
        if (number < 0 || number >= parts.size()) {
            throw new NotFoundException("inbox.part.unknown", "The result has " + parts.size() + " parts, counted from 0.");
        }
        return parts.get(number);
    }

    /** Has the parts of a result fetched, but for those of senders known to be away, to whom its sender is added where it is. */
    void fetch(long id, Set<String> away) {
        Optional<Kept> kept = find(id).filter(one -> Parts.referred(one.result()));
        if (kept.isEmpty()) {
            return;
        }
        String sender = kept.get().item().sender();
        if (away.contains(sender)) {
            throw absent(sender);
        }
        try {
            whole(kept.get());
        } catch (UnavailableException later) {
            away.add(sender);
            throw later;
        }
    }

    private TaskResultBody whole(Kept kept) {
        PartStore present = store.get().orElseThrow(() -> absent(kept.item().sender()));
        return present.attach(kept.item().sender(), kept.result());
    }

    private static UnavailableException absent(String sender) {
        return new UnavailableException("inbox.parts.absent", "Parts of " + sender + " cannot be fetched at present.",
                "See whether the bundle of parts is active, and the link.", null);
    }
}
