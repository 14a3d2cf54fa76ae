/**
 * Metrics of a worker in Micrometer. In: a registry, and the statistics that a worker's plugin tells when asked. Out: meters. Callers:
 * whoever sets up a worker and its metrics.
 */
@NullMarked
package dev.wastm.plugin.micrometer;

import org.jspecify.annotations.NullMarked;
