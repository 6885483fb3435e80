package io.sluice.models.internal.store;

/**
 * What versions are judged against.
 *
 * @param key fingerprint of the key there is; empty for none
 * @param gateway id of this gateway, as licences name it
 */
record Site(String key, String gateway) {}
