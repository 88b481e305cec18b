/**
 * The demo shop: a schema, an initial load and a steady workload on the source. It stands for the
 * user's application, so it knows the databases and nothing of the pipeline's inside.
 */
@NullMarked
package dev.lockstep.launcher.demo.shop;

import org.jspecify.annotations.NullMarked;
