/**
 * A node that can only dial out is looked at from above through a connection that it opens. The upper node asks for it over the
 * link ({@code tunnel_open}, with a word that is good once), the lower one dials its configured address by WebSocket, and many
 * streams share that connection, each with a window of its own ({@link io.sluice.tunnel.internal.Mux}). What goes through are
 * connections with the lower node's own HTTP port; the upper one offers them at {@code /nodes/<id>/}. See {@code docs/protocol.md}.
 */
package io.sluice.tunnel.internal;
