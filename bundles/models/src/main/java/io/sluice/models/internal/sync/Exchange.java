package io.sluice.models.internal.sync;

import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmStore;
import io.sluice.api.model.AlgorithmVersion;
import io.sluice.models.internal.sync.RemoteRepository.Listed;
import io.sluice.models.internal.sync.RemoteRepository.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings two repositories together once: what one lacks goes there, resumed where a link broke. Used by one thread. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final AlgorithmStore store;
    private final RemoteRepository remote;
    private final SyncConfig config;
    private final HadPackages had;
    private final Pauses pauses;
    private final Refusals refused;

    /** @param refused packages that one side did not want; kept up to date */
    Exchange(
            AlgorithmStore store, RemoteRepository remote, SyncConfig config, HadPackages had, Pauses pauses,
            Refusals refused) {
        this.store = store;
        this.remote = remote;
        this.config = config;
        this.had = had;
        this.pauses = pauses;
        this.refused = refused;
    }

    /** Waits between two attempts. */
    interface Pauses {
        void pause(long millis) throws InterruptedException;
    }

    /** One package in one direction. */
    private interface Transfer {
        /** @return bytes that have arrived so far, in all attempts */
        long arrived() throws IOException, InterruptedException;

        void go(long from) throws IOException, InterruptedException;
    }

    /**
     * @return what could not be exchanged for another reason than that it was refused, for people
     * @throws IOException when the other side cannot be reached
     */
    List<String> run() throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        List<AlgorithmVersion> here = store.versions();
        for (AlgorithmVersion version : here) {
            had.add(version.sha256());
        }
        List<Listed> there = remote.list();
        if (config.pull()) {
            for (Listed wanted : there) {
                if (!had.contains(wanted.content()) && refused.due(wanted.sha256())) {
                    transfer(wanted.sha256(), wanted.id() + " " + wanted.version(), fetching(wanted), faults);
                }
            }
        }
        if (config.push()) {
            Set<String> known = there.stream().map(Listed::content).collect(Collectors.toCollection(HashSet::new));
            for (AlgorithmVersion version : here) {
                if (!known.contains(version.sha256()) && refused.due(version.fileSha256())) {
                    transfer(
                            version.fileSha256(), version.id() + " " + version.version(), sending(version), faults);
                }
            }
        }
        return faults;
    }

    private Transfer fetching(Listed wanted) {
        return new Transfer() {
            @Override
            public long arrived() {
                return store.received(wanted.sha256());
            }

            @Override
            public void go(long from) throws IOException, InterruptedException {
                try (InputStream content = from < wanted.bytes()
                        ? remote.fetch(wanted, from) : InputStream.nullInputStream()) {
                    boolean whole = store
                            .receive(wanted.sha256(), from, wanted.bytes(), content, config.activation())
                            .isPresent();
                    if (!whole) {
                        throw new IOException("the link ended early");
                    }
                    had.add(wanted.content());
                } catch (RejectedException unfit) {
                    throw new Refused(unfit.getMessage());
                } catch (SluiceException error) {
                    throw new IOException(error.getMessage(), error);
                }
            }
        };
    }

    private Transfer sending(AlgorithmVersion version) {
        return new Transfer() {
            @Override
            public long arrived() throws IOException, InterruptedException {
                return remote.received(version.fileSha256());
            }

            @Override
            public void go(long from) throws IOException, InterruptedException {
                remote.send(
                        version.fileSha256(), from, version.bytes(),
                        () -> new PackageStream(store.open(version.fileSha256()), from));
            }
        };
    }

    /** Tries until it is done, refused, or too often without progress. */
    private void transfer(String sha256, String name, Transfer transfer, List<String> faults) throws InterruptedException {
        long best = -1;
        String fault = "";
        for (int failures = 0; failures < Math.max(1, config.attempts()); failures++) {
            if (failures > 0) {
                pauses.pause((long) config.pause_millis() << Math.min(failures - 1, 6));
            }
            try {
                long from = transfer.arrived();
                if (from > best && best >= 0) {
                    LOG.info("The transfer of {} goes on at byte {}", name, from);
                    failures = 0;
                }
                best = Math.max(best, from);
                transfer.go(from);
                refused.remove(sha256);
                LOG.info("{} was exchanged", name);
                return;
            } catch (Refused error) {
                refused.add(sha256, name, error.getMessage());
                return;
            } catch (IOException | SluiceException error) {
                LOG.info("The transfer of {} broke: {}", name, error.toString());
                fault = error.getMessage();
            }
        }
        faults.add(name + ": " + fault);
    }
}
