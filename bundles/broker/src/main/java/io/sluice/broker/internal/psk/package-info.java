/** MQTT by TLS with pre-shared keys, for devices too small for certificates; ends in front of the broker. */
package io.sluice.broker.internal.psk;
