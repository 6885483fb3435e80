package io.sluice.placement.internal.resource;

import io.sluice.api.accel.DeviceUse;
import io.sluice.api.accel.NodeResources;
import io.sluice.api.accel.PlacementView;
import io.sluice.api.message.AvailableResource;
import io.sluice.api.message.DeviceType;
import io.sluice.api.message.TotalResource;
import io.sluice.api.natives.NativeLibrary;
import io.sluice.api.stream.Codec;
import io.sluice.api.stream.StreamFormat;
import io.sluice.api.stream.StreamHub;
import io.sluice.api.stream.StreamInfo;
import io.sluice.support.node.DeviceId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this gateway has, what of it is in use, and how that was over the last day. What the processor can decode is measured
 * once, on a thread that yields to all others. Thread-safe.
 */
@Component(name = "io.sluice.placement.resources", service = {Resources.class, NodeResources.class}, immediate = true)
public final class Resources implements NodeResources {

    private static final Logger LOG = LoggerFactory.getLogger(Resources.class);
    private static final double FULL_HD = 1920.0 * 1080;
    private static final long BITS_PER_MEGABIT = 1_000_000;
    private static final String ANALYSIS_TAP = "analysis:";

    private final PlacementView placement;
    private final Machine machine;
    private final String deviceId;
    private final DeviceType deviceType;
    private final AbilityStore store;
    private final History history = new History();
    private final ScheduledExecutorService sampling = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "resources");
        thread.setDaemon(true);
        return thread;
    });
    private volatile List<Ability> abilities = List.of();
    private volatile double cpuBusy;
    private volatile int trafficMegabits;
    private Machine.CpuTime cpuBefore;
    private long bitsBefore;
    private long sampledAt = System.nanoTime();
    private Optional<Thread> probing = Optional.empty();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile StreamHub hub;

    @Activate
    public Resources(BundleContext context, @Reference PlacementView placement) {
        this(placement, new Machine(Path.of("/proc"), Path.of("/sys/class/net"), dataFolder(context)),
                DeviceId.of(context),
                type(Optional.ofNullable(context.getProperty("sluice.device.type"))),
                new AbilityStore(context.getDataFile("codecs.txt").toPath()));
    }

    Resources(PlacementView placement, Machine machine, String deviceId, DeviceType deviceType, AbilityStore store) {
        this.placement = placement;
        this.machine = machine;
        this.deviceId = deviceId;
        this.deviceType = deviceType;
        this.store = store;
        cpuBefore = machine.cpuTime();
        bitsBefore = machine.trafficBits();
        sampling.scheduleAtFixedRate(this::sampleSafely, History.SECONDS_PER_SAMPLE, History.SECONDS_PER_SAMPLE,
                TimeUnit.SECONDS);
    }

    @Deactivate
    void deactivate() {
        sampling.shutdownNow();
        awaitProbe();
    }

    /** Measures as soon as FFmpeg is there, unless that was done before. */
    @Reference(
            target = "(" + NativeLibrary.NAME + "=ffmpeg)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindFfmpeg(NativeLibrary library) {
        String version = library.version();
        synchronized (this) {
            Thread thread = new Thread(() -> measureCodecs(version), "resources-codecs");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            probing = Optional.of(thread);
            thread.start();
        }
    }

    /** FFmpeg must not go while it is in use. */
    void unbindFfmpeg(NativeLibrary library) {
        awaitProbe();
    }

    private void awaitProbe() {
        Optional<Thread> running;
        synchronized (this) {
            running = probing;
            probing = Optional.empty();
        }
        if (running.isPresent()) {
            running.get().interrupt();
            try {
                running.get().join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void measureCodecs(String version) {
        int cores = Runtime.getRuntime().availableProcessors();
        String machineName = (machine.processor() + ", " + cores + " cores, FFmpeg " + version).replaceAll("\\s", " ");
        List<Ability> known = store.read(machineName);
        if (!known.isEmpty()) {
            abilities = known;
            return;
        }
        try {
            abilities = new CodecProbe(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime, cores).measure();
            LOG.info("Measured what the processor decodes and encodes: {}", abilities);
            store.write(machineName, abilities);
        } catch (CancellationException stopped) {
            LOG.debug("What the processor can decode is measured another time", stopped);
        } catch (IOException | IllegalStateException | LinkageError error) {
            LOG.warn("What the processor can decode was not measured", error);
        }
    }

    @Override
    public TotalResource total() {
        return Report.total(facts());
    }

    @Override
    public AvailableResource available() {
        return Report.available(facts());
    }

    List<Ability> abilities() {
        return abilities;
    }

    /** Samples of the last minutes, oldest first. */
    List<History.Sample> history(Duration length) {
        return history.since(Instant.now().minus(length));
    }

    private Facts facts() {
        return new Facts(deviceId, deviceType, machine, placement.devices(), abilities, decodingNow(), cpuBusy,
                trafficMegabits);
    }

    /** Each analysis decodes its stream by itself. */
    private Map<String, Double> decodingNow() {
        Map<String, Double> taken = new HashMap<>();
        StreamHub present = hub;
        if (present != null) {
            for (StreamInfo stream : present.streams()) {
                long analyses = stream.taps().stream().filter(tap -> tap.name().startsWith(ANALYSIS_TAP)).count();
                stream.format().ifPresent(format -> taken.merge(name(format),
                        analyses * stream.framesPerSecond() * format.width() * format.height() / FULL_HD, Double::sum));
            }
        }
        return taken;
    }

    private static String name(StreamFormat format) {
        return format.codec() == Codec.H264 ? "H.264" : "H.265";
    }

    private void sampleSafely() {
        try {
            sample(Instant.now());
        } catch (RuntimeException error) {
            LOG.warn("A sample of the use is missing", error);
        }
    }

    /** Called by one thread. */
    void sample(Instant now) {
        Machine.CpuTime cpu = machine.cpuTime();
        cpuBusy = cpu.busySince(cpuBefore);
        cpuBefore = cpu;
        long nanos = System.nanoTime();
        long bits = machine.trafficBits();
        double seconds = Math.max(1e-3, (nanos - sampledAt) / 1e9);
        trafficMegabits = (int) Math.max(0, (bits - bitsBefore) / seconds / BITS_PER_MEGABIT);
        bitsBefore = bits;
        sampledAt = nanos;
        long memory = machine.totalMemoryMegabytes();
        Map<String, Double> uses = new HashMap<>();
        for (DeviceUse device : placement.devices()) {
            uses.put(device.id(), device.readings().utilisation().orElse(device.busy()));
        }
        history.add(new History.Sample(now, cpuBusy,
                memory == 0 ? 0 : 1 - (double) machine.availableMemoryMegabytes() / memory, uses));
    }

    private static Path dataFolder(BundleContext context) {
        Path data = Path.of(Optional.ofNullable(context.getProperty("sluice.data")).orElse("data"));
        return Files.isDirectory(data) ? data : context.getDataFile("").toPath();
    }

    /** As the standard counts them; a gateway is an edge device unless the operator says otherwise. */
    private static DeviceType type(Optional<String> code) {
        return Arrays.stream(DeviceType.values())
                .filter(type -> code.equals(Optional.of(String.valueOf(type.ordinal()))))
                .findFirst().orElse(DeviceType.EDGE);
    }
}
