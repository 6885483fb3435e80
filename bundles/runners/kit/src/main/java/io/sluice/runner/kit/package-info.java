/** What task runners have in common, copied into each of them: services that come and go, names, arguments. */
package io.sluice.runner.kit;
