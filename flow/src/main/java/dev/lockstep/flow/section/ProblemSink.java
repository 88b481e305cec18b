package dev.lockstep.flow.section;

/** Takes one thing that is wrong. */
@FunctionalInterface
public interface ProblemSink {

  /**
   * @param key full path of the key
   * @param badValue what stands there, safe to show; empty when nothing does
   * @param remedy what would be right
   */
  void problem(String key, String badValue, String remedy);
}
