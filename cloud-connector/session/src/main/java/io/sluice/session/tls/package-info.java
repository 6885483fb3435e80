/** TLS for links, the broker and the page: by Bouncy Castle, from files in PEM, with lists of what is revoked. */
package io.sluice.session.tls;
