/** Who made a package: detached signatures by Ed25519 (RFC 8032) and SM2 with SM3 (GB/T 32918.2, GB/T 32905). */
package io.sluice.algorithm.sign;
