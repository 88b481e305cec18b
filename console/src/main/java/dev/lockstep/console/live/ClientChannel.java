package dev.lockstep.console.live;

/** The way to one client. */
public interface ClientChannel {

  /** Starts sending and returns at once; the callback runs once when it was sent or failed. */
  void send(String text, Runnable whenDone);

  /** Ends the connection without waiting. */
  void disconnect();
}
