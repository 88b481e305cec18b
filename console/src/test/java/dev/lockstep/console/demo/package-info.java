/** Facts as the pipeline would state them, onto a real broker, without the pipeline. */
package dev.lockstep.console.demo;
