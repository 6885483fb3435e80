/** Files that are encrypted at rest, with AES-256-GCM or SM4-GCM. */
package io.sluice.algorithm.seal;
