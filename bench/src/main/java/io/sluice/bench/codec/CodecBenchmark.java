package io.sluice.bench.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.sluice.bench.Benchmark;
import io.sluice.bench.Line;
import io.sluice.bench.Statistics;
import io.sluice.protocol.MessageCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages read and written a second on one thread, with all checks, against plain Jackson binding of the same records without any.
 * Blocks of both alternate, for the machine's speed drifts.
 */
public final class CodecBenchmark implements Benchmark {

    private static final int WARM_UP = 15;
    private static final int PAIRS = 21;
    private static final long BLOCK_NANOS = 250_000_000L;

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public List<Line> run() throws Exception {
        MessageCodec codec = new MessageCodec();
        ObjectMapper mapper = PlainBinding.mapper();
        List<Work> own = new ArrayList<>();
        List<Work> peer = new ArrayList<>();
        int bytes = 0;
        for (Mix.Entry<?> entry : Mix.messages()) {
            bytes += add(entry, codec, mapper, own, peer);
        }
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            boolean first = pair % 2 == 0;
            double one = perSecond(first ? own : peer);
            double other = perSecond(first ? peer : own);
            if (pair >= 0) {
                ours.add(first ? one : other);
                peers.add(first ? other : one);
                ratios.add(first ? one / other : other / one);
            }
        }
        return List.of(new Line(name())
                .with("ratio", Statistics.median(ratios))
                .with("ours", Math.round(Statistics.median(ours)))
                .with("peer", Math.round(Statistics.median(peers)))
                .with("unit", "messages_a_second_read_and_written")
                .with("bytes", bytes / own.size()));
    }

    /** Adds both ways of reading and writing a message, and shows that both do. */
    private static <T> int add(
            Mix.Entry<T> entry, MessageCodec codec, ObjectMapper mapper, List<Work> own, List<Work> peer) throws IOException {
        byte[] message = codec.encode(entry.type(), entry.message());
        ObjectReader reader = mapper.readerFor(entry.record());
        ObjectWriter writer = mapper.writerFor(entry.record());
        byte[] plain = writer.writeValueAsBytes(entry.message());
        if (!entry.message().equals(codec.decode(entry.type(), message)) || !entry.message().equals(reader.readValue(plain))) {
            throw new IllegalStateException("a message was not read as it was written: " + entry.type());
        }
        own.add(() -> codec.encode(entry.type(), codec.decode(entry.type(), message)).length);
        peer.add(() -> writer.writeValueAsBytes(reader.readValue(plain)).length);
        return message.length;
    }

    private static double perSecond(List<Work> works) throws IOException {
        long begun = System.nanoTime();
        long messages = 0;
        long bytes = 0;
        long elapsed;
        do {
            for (Work work : works) {
                bytes += work.run();
            }
            messages += works.size();
            elapsed = System.nanoTime() - begun;
        } while (elapsed < BLOCK_NANOS);
        if (bytes < messages) {
            throw new IllegalStateException("nothing was written");
        }
        return messages * 1e9 / elapsed;
    }

    private interface Work {
        /** Reads a message and writes it again; bytes written. */
        int run() throws IOException;
    }
}
