/** Real servers shared by the tests of this module, and tables that are written as captures do. */
package dev.lockstep.sink.harness;
