/**
 * Boots the framework from feature files. Not a bundle: it stands on the class path beside the framework and is the
 * only part of the gateway that an update cannot replace while it runs.
 */
package io.sluice.launcher;
