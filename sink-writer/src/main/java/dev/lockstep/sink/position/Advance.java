package dev.lockstep.sink.position;

/** Progress of one partition moving to an offset, allowed only while the fence is still ours. */
public record Advance(SourcePartition partition, long fence, long offset) {}
