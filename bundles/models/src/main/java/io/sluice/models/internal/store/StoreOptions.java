package io.sluice.models.internal.store;

import io.sluice.algorithm.seal.Cipher;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the store is set.
 *
 * @param folder of the store
 * @param keyFile with the gateway's key
 * @param trusted folder of the keys of those whose packages are taken
 * @param policy whose packages are taken
 * @param cipher by which new files are encrypted
 * @param gateway id in licences; empty for the one made of the key
 * @param keep how many versions of an algorithm
 * @param mostBytes of a package's file
 * @param testLimit for a model on a device
 */
public record StoreOptions(
        Path folder,
        Path keyFile,
        Path trusted,
        SignaturePolicy policy,
        Cipher cipher,
        String gateway,
        int keep,
        long mostBytes,
        Duration testLimit) {}
