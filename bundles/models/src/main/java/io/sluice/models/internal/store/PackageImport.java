package io.sluice.models.internal.store;

import io.sluice.algorithm.AlgorithmManifest;
import io.sluice.algorithm.ModelEntry;
import io.sluice.algorithm.TestVector;
import io.sluice.algorithm.VariantEntry;
import io.sluice.algorithm.archive.PackageFile;
import io.sluice.algorithm.archive.PackageLimits;
import io.sluice.algorithm.vector.VectorFiles;
import io.sluice.algorithm.vector.VectorRun;
import io.sluice.api.error.RejectedException;
import io.sluice.api.error.SluiceException;
import io.sluice.api.model.AlgorithmStore.Activation;
import io.sluice.api.model.AlgorithmVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a version of a package file: verify, validate, normalise, encrypt, test, and only then record. Whatever fails, or is
 * killed, before the record leaves nothing that is seen. One at a time.
 */
final class PackageImport {

    private static final Logger LOG = LoggerFactory.getLogger(PackageImport.class);
    /** Addresses of the REST interface. */
    private static final Set<String> RESERVED = Set.of("packages", "uploads");

    private final VersionStore store;
    private final Vault vault;
    private final Keys keys;
    private final SignaturePolicy policy;
    private final Path trusted;
    private final DryRun dryRun;
    private final Clock clock;

    PackageImport(
            VersionStore store, Vault vault, Keys keys, SignaturePolicy policy, Path trusted, DryRun dryRun, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.keys = keys;
        this.policy = policy;
        this.trusted = trusted;
        this.dryRun = dryRun;
        this.clock = clock;
    }

    /** @param wanted done once what its trial waits for has come */
    AlgorithmVersion take(Path file, Activation wanted) {
        return take(file, opened -> policy.check(opened, trusted), List.of(), wanted);
    }

    /** Of a package that was made on this gateway and that nobody can have signed. */
    AlgorithmVersion takeMade(Path file, List<String> history) {
        return take(file, opened -> Optional.empty(), history, Activation.NEVER);
    }

    /** Finds who signed a package, and refuses it where nobody did who should have. */
    private interface SignerCheck {
        Optional<String> signer(PackageFile opened) throws IOException;
    }

    private AlgorithmVersion take(Path file, SignerCheck signers, List<String> history, Activation wanted) {
        synchronized (store.filesLock()) {
            try (PackageFile opened = PackageFile.open(file, PackageLimits.USUAL)) {
                return take(opened, file, signers, history, wanted);
            } catch (IOException error) {
                store.sweep();
                throw StoreFaults.of(error);
            } catch (SluiceException refused) {
                LOG.warn("A package was refused ({}): {}", refused.code(), refused.getMessage());
                store.sweep();
                throw refused;
            }
        }
    }

    private AlgorithmVersion take(
            PackageFile opened, Path file, SignerCheck signers, List<String> history, Activation wanted) throws IOException {
        AlgorithmManifest manifest = opened.manifest();
        Optional<String> signer = signers.signer(opened);
        checkLicence(manifest);
        Optional<Kept> present = store.find(manifest.id(), manifest.version());
        if (present.isPresent()) {
            checkSame(present.get().record(), opened);
            wantOtherwise(present.get(), wanted);
            return store.describe(manifest.id(), manifest.version()).orElseThrow();
        }
        if (RESERVED.contains(manifest.id())) {
            throw new RejectedException(
                    "model.id.reserved", "'" + manifest.id() + "' cannot be an algorithm's id: the gateway uses it itself.",
                    "Give the algorithm another id.", null);
        }
        String key = keys.forWriting().fingerprint();
        Map<String, String> models = models(opened);
        Map<String, String> texts = texts(opened);
        String digest = Incoming.digest(file);
        VersionRecord draft = new VersionRecord(
                manifest.id(), manifest.version(), opened.sha256(), digest, Files.size(file), clock.instant(), signer,
                List.of(), TrialState.PASSED, key, text(opened, AlgorithmManifest.FILE), texts, models);
        List<String> tests = new ArrayList<>(history);
        DryRun.Result result = dryRun.run(
                manifest, name -> opened.bytes(name, VectorFiles.MOST_BYTES), store.draft(draft));
        tests.addAll(result.lines());
        TrialState trial = TrialState.PASSED;
        if (!result.waiting().isEmpty()) {
            trial = TrialState.waiting(wanted, result.waiting());
            models.putAll(vectors(opened));
            draft = draft.withModels(models);
        }
        vault.sealPackage(file, digest);
        store.put(draft.tried(tests, trial, manifest));
        store.retain(manifest.id());
        LOG.info("Version {} of {} was imported ({} bytes, signed by {})", manifest.version(), manifest.id(),
                draft.bytes(), signer.orElse("nobody"));
        return store.describe(manifest.id(), manifest.version()).orElseThrow();
    }

    /** The window only: a package for other gateways may be kept and handed on, but not activated. */
    private void checkLicence(AlgorithmManifest manifest) {
        manifest.licence().check(
                clock.instant(), manifest.licence().gateways().stream().findFirst().orElse(""));
    }

    private static void checkSame(VersionRecord present, PackageFile opened) {
        if (!present.sha256().equals(opened.sha256())) {
            throw new RejectedException(
                    "model.version.exists", "There is a version " + present.version() + " of '" + present.id()
                            + "' already, with other content: " + present.sha256() + " here, " + opened.sha256()
                            + " in the package.",
                    "Give the changed algorithm another version, or delete that one first.", null);
        }
    }

    private void wantOtherwise(Kept present, Activation wanted) throws IOException {
        VersionRecord record = present.record();
        if (record.trial().waits() && wanted != Activation.NEVER) {
            store.put(record.tried(
                    record.tests(), TrialState.waiting(wanted, record.trial().reason()), present.manifest()));
        }
    }

    /** For the trial that waits: opening the package again would lay it open on the disk. */
    private Map<String, String> vectors(PackageFile opened) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (TestVector vector : opened.manifest().vectors()) {
            if (VectorRun.needsTrial(vector)) {
                for (String name : vector.files()) {
                    byte[] content = opened.bytes(name, VectorFiles.MOST_BYTES);
                    vault.sealModel(ByteBuffer.wrap(content), opened.digests().get(name));
                    digests.put(name, opened.digests().get(name));
                }
            }
        }
        return digests;
    }

    private Map<String, String> models(PackageFile opened) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (ModelEntry model : opened.manifest().models()) {
            for (VariantEntry variant : model.variants()) {
                if (!digests.containsKey(variant.file())) {
                    try (Normalised content = Normalised.read(opened, variant)) {
                        vault.sealModel(content.bytes(), content.sha256());
                        digests.put(variant.file(), content.sha256());
                    }
                }
            }
        }
        return digests;
    }

    private static Map<String, String> texts(PackageFile opened) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (ModelEntry model : opened.manifest().models()) {
            if (model.labelsFile().isPresent()) {
                texts.put(model.labelsFile().get(), text(opened, model.labelsFile().get()));
            }
        }
        return texts;
    }

    private static String text(PackageFile opened, String name) throws IOException {
        return new String(opened.bytes(name, Math.toIntExact(opened.size(name))), StandardCharsets.UTF_8);
    }
}
