package io.sluice.api.model;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The versions of algorithms that are kept on this gateway: imported as packages, encrypted at rest. Each change is on disk
 * when its call returns, and is seen by {@link ModelRepository} at once. Thread-safe; an import takes seconds.
 */
@ProviderType
public interface AlgorithmStore {

    /** When an imported version becomes the active one. */
    enum Activation {
        /** When its algorithm has no active version. */
        IF_FIRST,
        ALWAYS,
        NEVER
    }

    /** All versions, by id, the latest import first. */
    List<AlgorithmVersion> versions();

    /**
     * Imports a package: verifies, validates, tests and encrypts it. The same package again changes nothing but, if asked
     * for, the active version. Closes nothing.
     *
     * @param content of the package file
     * @throws io.sluice.api.error.RejectedException when it is unfit, or another one has its id and version
     * @throws io.sluice.api.error.UnavailableException when the content ends early, the disk is full or the key is lost
     */
    AlgorithmVersion add(InputStream content, Activation activation);

    /**
     * Keeps a version that this gateway made of one it has, such as with a smaller form of a model: validated, tested and
     * encrypted as by {@link #add}, and never activated. No signature is asked for: its maker cannot have signed what was
     * made here, and what it was made of was checked when that came.
     *
     * @param file of the package; read where it lies and left there, so that secret content need not touch a disk
     * @param history what it was made of, how, and with which figures; lines for people, put before those of the tests
     * @throws io.sluice.api.error.RejectedException when it is unfit, or another one has its id and version
     * @throws io.sluice.api.error.UnavailableException when the disk is full or the key is lost
     */
    AlgorithmVersion addMade(Path file, List<String> history);

    /**
     * Makes a version the active one.
     *
     * @throws io.sluice.api.error.NotFoundException when there is no such version
     * @throws io.sluice.api.error.RejectedException when it cannot be used now; the message says why
     */
    AlgorithmVersion activate(String id, String version);

    /**
     * Makes the version active that was so before.
     *
     * @throws io.sluice.api.error.NotFoundException when there is none
     */
    AlgorithmVersion rollBack(String id);

    /** Leaves the algorithm without an active version. */
    void deactivate(String id);

    /**
     * Deletes a version.
     *
     * @throws io.sluice.api.error.RejectedException when it is the active one
     */
    void remove(String id, String version);

    /**
     * The package as it was imported, for handing on. Closed by the caller.
     *
     * @param sha256 of the package's file
     * @throws io.sluice.api.error.NotFoundException when no version has it
     * @throws io.sluice.api.error.RejectedException when it was damaged, or its key is lost
     */
    PackageContent open(String sha256);

    /** How much of a package has been received by {@link #receive} so far; 0 for one not known. */
    long received(String sha256);

    /**
     * Receives a part of a package that may come in pieces; what came before a connection broke is kept. With the last
     * byte it is verified and imported as by {@link #add}.
     *
     * @param sha256 of the whole package
     * @param offset of the content within the package; must be {@link #received}
     * @param total length of the package
     * @return the version, once complete
     * @throws io.sluice.api.error.InvalidInputException when the offset is another, with code {@code model.upload.offset}
     */
    Optional<AlgorithmVersion> receive(String sha256, long offset, long total, InputStream content, Activation activation);
}
