/**
 * Tasks of T/AI 116.6 on this node: who runs them, what a run is told and tells, and how what it made leaves the node.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package io.sluice.api.task;
