/**
 * What a node sees of other nodes, whichever binding carries it. Messages cross as a resource of the standard and its body in
 * JSON: who means something by a message reads it with the protocol's codec, which each bundle carries privately, so that a
 * change of the codec ties no two bundles together.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.link;
