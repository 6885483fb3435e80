/** Libraries of feature vectors on the disk, searched by similarity: what they keep and how Lucene keeps it. */
package io.sluice.runner.features.internal.library;
