package io.sluice.runner.features.internal.library;

import io.sluice.api.error.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One library. What a call has stored or removed survives a loss of power when it returns, and is found by the next search. After a
 * full disk it opens itself anew. Owns its folder; thread-safe; not for threads that are interrupted.
 */
public final class FeatureLibrary implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureLibrary.class);
    /** Neighbours that a search of the graph looks at, at least: with fewer it finds fewer of the nearest. */
    private static final int LEAST_WIDTH = 64;
    private static final int WIDTH_FACTOR = 3;
    /** A full library removes a hundredth at once: to look for the eldest at each entry costs. */
    private static final int SLACK = 100;

    private final LibrarySpec spec;
    private final Path folder;
    private final Clock clock;
    private final LibraryWatch watch;
    private final AtomicBoolean compacting = new AtomicBoolean();
    private volatile Optional<Index> open = Optional.empty();
    private volatile boolean closed;

    private interface Change<T> {
        T apply(IndexWriter writer) throws IOException;
    }

    private interface Look<T> {
        T apply(IndexSearcher searcher) throws IOException;
    }

    /** @param folder is made where it is not there */
    public FeatureLibrary(LibrarySpec spec, Path folder, Clock clock, LibraryWatch watch) {
        this.spec = spec;
        this.folder = folder;
        this.clock = clock;
        this.watch = watch;
    }

    public LibrarySpec spec() {
        return spec;
    }

    /**
     * Stores entries, all of them or none.
     *
     * @throws io.sluice.api.error.InvalidInputException where a vector does not fit
     * @throws UnavailableException when they cannot be kept at present
     */
    public synchronized void store(List<LibraryEntry> entries) {
        long now = Documents.micros(clock.instant());
        List<Document> documents = entries.stream().map(entry -> Documents.of(entry, spec.dimension(), now)).toList();
        change(writer -> {
            for (int index = 0; index < documents.size(); index++) {
                writer.updateDocument(Documents.id(entries.get(index).id()), documents.get(index));
            }
            forgetOld(writer);
            return null;
        });
        bound();
    }

    /** @return whether there was one */
    public synchronized boolean remove(String id) {
        boolean there = look(searcher -> searcher.count(new TermQuery(Documents.id(id))) > 0);
        if (there) {
            change(writer -> writer.deleteDocuments(Documents.id(id)));
        }
        return there;
    }

    /** The most similar entries, the best first. */
    public List<Candidate> search(LibraryQuery query) {
        float[] vector = Documents.unit(query.vector(), spec.dimension());
        long oldest = oldest();
        Query nearest = new KnnFloatVectorQuery(Documents.VECTOR, vector, Math.max(LEAST_WIDTH, query.topK() * WIDTH_FACTOR),
                Documents.query(query.filter()).orElse(null));
        return look(searcher -> {
            List<Candidate> found = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(nearest, query.topK() * WIDTH_FACTOR).scoreDocs) {
                // Lucene tells half of 1 + cosine, so that no score is negative.
                double cosine = Math.max(-1, Math.min(1, 2.0 * hit.score - 1));
                if (cosine < query.leastScore() || found.size() == query.topK()) {
                    break;
                }
                KeptEntry entry = KeptEntry.of(searcher, hit.doc);
                // Too old ones are there until they are removed: few, and cheaper to pass over than to filter.
                if (entry.stored() >= oldest) {
                    found.add(entry.candidate(cosine));
                }
            }
            return found;
        });
    }

    /** Entries in the order in which they were stored, the latest first. */
    public List<Candidate> list(EntryFilter filter, int most) {
        BooleanQuery.Builder query = new BooleanQuery.Builder().add(Documents.storedSince(oldest()), BooleanClause.Occur.FILTER);
        Documents.query(filter).ifPresent(further -> query.add(further, BooleanClause.Occur.FILTER));
        return look(searcher -> {
            List<Candidate> found = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(query.build(), most, byAge(true)).scoreDocs) {
                found.add(KeptEntry.of(searcher, hit.doc).candidate(0));
            }
            return found;
        });
    }

    public LibraryInfo info() {
        Query kept = Documents.storedSince(oldest());
        return look(searcher -> new LibraryInfo(spec, searcher.count(kept), searcher.getIndexReader().numDeletedDocs(), bytes(),
                searcher.getIndexReader().leaves().size(), compacting.get()));
    }

    /** Removes what is too old. */
    public synchronized void expire() {
        if (spec.mostDays() > 0) {
            change(writer -> {
                forgetOld(writer);
                return null;
            });
        }
    }

    /** Puts all into one segment and gives back the room of what was removed; takes long. Searches go on meanwhile. */
    public void compact() {
        if (compacting.compareAndSet(false, true)) {
            try {
                // Outside of the lock: entries are stored meanwhile.
                IndexWriter writer = index().writer();
                writer.forceMerge(1);
                change(same -> null);
            } catch (IOException | AlreadyClosedException failed) {
                throw unavailable(failed);
            } finally {
                compacting.set(false);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        abandon();
    }

    private void forgetOld(IndexWriter writer) throws IOException {
        if (spec.mostDays() > 0) {
            writer.deleteDocuments(Documents.storedBefore(oldest()));
        }
    }

    private void bound() {
        int excess = look(searcher -> searcher.getIndexReader().numDocs()) - spec.mostEntries();
        if (excess > 0) {
            int many = excess + spec.mostEntries() / SLACK;
            List<String> eldest = look(searcher -> {
                List<String> ids = new ArrayList<>();
                for (ScoreDoc hit : searcher.search(new MatchAllDocsQuery(), many, byAge(false)).scoreDocs) {
                    ids.add(KeptEntry.of(searcher, hit.doc).id());
                }
                return ids;
            });
            change(writer -> writer.deleteDocuments(
                    eldest.stream().map(Documents::id).toArray(Term[]::new)));
        }
    }

    private static Sort byAge(boolean latestFirst) {
        // Those stored together have one time; their numbers are in the order in which they came.
        return new Sort(LongField.newSortField(Documents.STORED, latestFirst, SortedNumericSelector.Type.MIN),
                new SortField(null, SortField.Type.DOC, latestFirst));
    }

    private long oldest() {
        return spec.mostDays() == 0
                ? Long.MIN_VALUE : Documents.micros(clock.instant().minus(Duration.ofDays(spec.mostDays())));
    }

    private synchronized <T> T change(Change<T> change) {
        try {
            Index index = index();
            T outcome = change.apply(index.writer());
            index.writer().commit();
            index.searchers().maybeRefreshBlocking();
            return outcome;
        } catch (IOException | AlreadyClosedException failed) {
            abandon();
            throw unavailable(failed);
        }
    }

    private <T> T look(Look<T> look) {
        try {
            // Whoever looks does not wait for what is being written to the disk.
            SearcherManager searchers = open.filter(Index::isOpen).orElseGet(this::reopened).searchers();
            IndexSearcher searcher = searchers.acquire();
            try {
                return look.apply(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | AlreadyClosedException | UncheckedIOException failed) {
            throw unavailable(failed);
        }
    }

    private Index reopened() {
        try {
            return index();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private synchronized Index index() throws IOException {
        if (closed) {
            throw new AlreadyClosedException("the library was closed");
        }
        if (open.isEmpty() || !open.get().isOpen()) {
            abandon();
            open = Optional.of(Index.open(folder));
            watch.usable(spec.name());
        }
        return open.get();
    }

    /** Gives up what was not committed, and all that is open. */
    private synchronized void abandon() {
        try (Index given = open.orElse(null)) {
            open = Optional.empty();
        } catch (IOException failed) {
            LOG.warn("The library {} was not closed properly", spec.name(), failed);
        }
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private UnavailableException unavailable(Exception cause) {
        if (!closed) {
            watch.unusable(spec.name(), String.valueOf(cause.getMessage()));
        }
        return new UnavailableException("feature.library.unavailable",
                "The library " + spec.name() + " cannot be used: " + cause.getMessage(),
                "See whether the disk has room and can be written to.", cause);
    }
}
